local kept = {}
while true do
  kept[#kept + 1] = ("x"):rep(2 ^ 20) .. #kept
end
