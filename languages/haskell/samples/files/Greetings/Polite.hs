module Greetings.Polite (greet) where

greet :: String -> String
greet name = "Hello, " ++ name ++ "!"
