import System.Environment

main :: IO ()
main = mapM_ (\name -> getEnv name >>= putStrLn) ["GREETING", "HOME", "LANG"]
