const answer: number = 42;
const question: string = answer;
console.log(question);
