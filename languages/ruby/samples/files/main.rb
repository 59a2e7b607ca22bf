require_relative "greetings/polite"

File.foreach("names.txt", chomp: true) { |name| puts greet(name) }
