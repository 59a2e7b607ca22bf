let answer = 42
let question: string = answer
printfn "%s" question
