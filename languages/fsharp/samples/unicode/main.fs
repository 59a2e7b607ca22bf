let line = stdin.ReadLine()
printfn $"✓ {line} has {Seq.length (line.EnumerateRunes())} characters"
