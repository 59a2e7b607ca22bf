cat(runif(1), sample(1e9, 1), basename(tempfile()), sep = "\n")
