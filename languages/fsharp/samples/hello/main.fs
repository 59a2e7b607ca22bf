printfn "Hello, World!"
