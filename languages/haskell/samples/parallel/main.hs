import Control.Concurrent
import Control.Monad

main :: IO ()
main = do
  results <- forM [0 .. 3] $ \part -> do
    result <- newEmptyMVar
    _ <- forkIO $ putMVar result $! sum [part, part + 4 .. 1000 :: Int]
    return result
  sums <- mapM takeMVar results
  print (sum sums)
