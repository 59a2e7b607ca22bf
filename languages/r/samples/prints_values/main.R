x <- c(a = 1, b = 2)
x
mean(x)
