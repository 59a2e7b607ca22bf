cat("never printed\n")
if (TRUE {
