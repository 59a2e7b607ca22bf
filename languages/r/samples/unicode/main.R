line <- readLines("stdin", n = 1)
cat("✓ ", line, " has ", nchar(line), " characters\n", sep = "")
