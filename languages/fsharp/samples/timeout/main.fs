printfn "started"

while true do
    ()
