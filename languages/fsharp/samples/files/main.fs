module Main

open System.IO

for name in File.ReadLines "names.txt" do
    printfn "%s" (Greetings.Polite.greet name)
