library(parallel)

sums <- mclapply(0:3, function(part) sum(seq(part, 1000, by = 4)), mc.cores = 4)
cat(sum(unlist(sums)), "\n", sep = "")
