half :: Int -> Int
half number
  | even number = number `div` 2
  | otherwise = error "the number is odd"

main :: IO ()
main = print (half 3)
