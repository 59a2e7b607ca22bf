for name = {"GREETING", "HOME", "LANG"}
  disp(getenv(name{1}))
end
