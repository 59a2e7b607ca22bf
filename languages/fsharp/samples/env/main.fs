for name in [ "GREETING"; "HOME"; "LANG" ] do
    printfn "%s" (System.Environment.GetEnvironmentVariable name)
