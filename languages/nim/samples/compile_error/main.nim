let answer = 42
let question: string = answer
echo question
