half <- function(number) {
  if (number %% 2 != 0) stop("the number is odd")
  number / 2
}

half(3)
