import System.Environment

main :: IO ()
main = getArgs >>= mapM_ (\arg -> putStrLn ("[" ++ arg ++ "]"))
