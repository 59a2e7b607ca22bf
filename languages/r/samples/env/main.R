for (name in c("GREETING", "HOME", "LANG")) cat(Sys.getenv(name), "\n", sep = "")
