// What programs are made of, for the compiler that waits.
open System
open System.Collections.Generic
open System.IO

type Shape =
    | Circle of radius: float
    | Square of side: float

type Point = { X: int; Y: int }

type IAnimal =
    abstract Sound: unit -> string

type Dog(name: string) =
    member _.Name = name
    interface IAnimal with
        member this.Sound() = sprintf "%s: woof" this.Name

let area shape =
    match shape with
    | Circle r -> Math.PI * r * r
    | Square s -> s * s

let rec factorial n = if n <= 1I then 1I else n * factorial (n - 1I)

let readLines () = Seq.initInfinite (fun _ -> Console.ReadLine()) |> Seq.takeWhile (isNull >> not)

let tryParse (text: string) =
    match Int32.TryParse text with
    | true, n -> Some n
    | _ -> None

[<EntryPoint>]
let main args =
    let numbers = [ 3; 1; 2 ]
    let counts = Dictionary<string, int>()
    for word in "a b a".Split ' ' do
        counts.[word] <- (match counts.TryGetValue word with | true, n -> n + 1 | _ -> 1)
    let byParity = numbers |> List.groupBy (fun n -> n % 2 = 0) |> Map.ofList
    printfn "%A %d %s" byParity (List.sum numbers) (String.Join(",", args))
    for KeyValue(key, value) in counts do
        Console.WriteLine($"{key} {value}")
    let mutable total = 0
    for line in readLines () do
        total <- total + (tryParse line |> Option.defaultValue 0)
    try
        let point = { X = 1; Y = 2 }
        let moved = { point with X = point.X + 1 }
        printfn "%f %A %O" (area (Circle 1.0)) moved (factorial 20I)
        if total < 0 then failwithf "%d is below" total
    with
    | Failure message -> eprintfn "%s" message
    | :? IOException as e -> eprintfn "%s" e.Message
    let work = async {
        let! values = [ 1..3 ] |> List.map (fun n -> async { return n * n }) |> Async.Parallel
        return Array.sum values
    }
    let animal = Dog "Rex" :> IAnimal
    printfn "%d %s" (Async.RunSynchronously work) (animal.Sound())
    let squares = seq { for i in 0..4 do yield i * i } |> Seq.toArray
    Array.iteri (fun i n -> if i > 2 then printf "%d " n) squares
    0
