let answer = 42
let question: String = answer
print(question)
