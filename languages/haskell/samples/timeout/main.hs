import System.IO

main :: IO ()
main = do
  putStrLn "started"
  hFlush stdout
  loop 0
  where
    loop :: Int -> IO ()
    loop n = if n < 0 then return () else loop (if n > 1000 then 0 else n + 1)
