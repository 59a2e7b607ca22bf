cat(sum(as.integer(readLines("stdin"))), "\n", sep = "")
