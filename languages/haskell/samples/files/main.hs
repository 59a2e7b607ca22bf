import Greetings.Polite (greet)

main :: IO ()
main = readFile "names.txt" >>= mapM_ (putStrLn . greet) . lines
