while true
  disp("more")
end
