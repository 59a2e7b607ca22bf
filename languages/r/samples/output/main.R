repeat cat("more\n")
