local sum = 0
for line in io.lines() do
  sum = sum + math.tointeger(tonumber(line))
end
print(sum)
