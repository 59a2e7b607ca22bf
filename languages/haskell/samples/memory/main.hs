import qualified Data.Map as Map

main :: IO ()
main = print (Map.size (go Map.empty [1 ..]))
  where
    go kept (n : ns) = Map.insert n (show n) kept `seq` go (Map.insert n (show n) kept) ns
    go kept [] = kept :: Map.Map Integer String
