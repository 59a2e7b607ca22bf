while true do
    printfn "more"
