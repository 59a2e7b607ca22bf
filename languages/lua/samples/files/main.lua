local polite = require "greetings.polite"

for name in io.lines("names.txt") do
  print(polite.greet(name))
end
