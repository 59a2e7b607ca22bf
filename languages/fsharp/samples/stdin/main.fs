Seq.initInfinite (fun _ -> stdin.ReadLine())
|> Seq.takeWhile (isNull >> not)
|> Seq.sumBy int64
|> printfn "%d"
