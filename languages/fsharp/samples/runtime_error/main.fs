[<System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)>]
let half (numbers: int[]) =
    numbers[3] / 2

half [| 1; 2 |] |> ignore
