[<EntryPoint>]
let main args =
    for arg in args do
        printfn $"[{arg}]"

    0
