cat("started\n")
repeat {}
