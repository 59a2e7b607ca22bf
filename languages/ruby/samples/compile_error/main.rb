puts "never printed"
if true
  puts "nor this"
