kept <- list()
repeat kept[[length(kept) + 1]] <- rnorm(1e5)
