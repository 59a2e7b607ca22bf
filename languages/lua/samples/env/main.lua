for _, name in ipairs { "GREETING", "HOME", "LANG" } do
  print(os.getenv(name))
end
