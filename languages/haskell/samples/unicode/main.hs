main :: IO ()
main = do
  line <- getLine
  putStrLn $ "✓ " ++ line ++ " has " ++ show (length line) ++ " characters"
