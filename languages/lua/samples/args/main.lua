for _, value in ipairs(arg) do
  print("[" .. value .. "]")
end
