proc half(numbers: seq[int]): int =
  numbers[3] div 2

echo half(@[1, 2])
