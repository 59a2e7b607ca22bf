source("greetings/polite.R")

for (name in readLines("names.txt")) cat(greet(name), "\n", sep = "")
