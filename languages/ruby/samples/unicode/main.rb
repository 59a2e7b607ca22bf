line = gets.chomp
puts "✓ #{line} has #{line.length} characters"
