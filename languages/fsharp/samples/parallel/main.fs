[ 0..3 ]
|> List.map (fun part -> async { return Seq.sum (seq { part..4..1000 }) })
|> Async.Parallel
|> Async.RunSynchronously
|> Array.sum
|> printfn "%d"
