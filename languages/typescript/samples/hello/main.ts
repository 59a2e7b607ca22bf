const planet: string = "World";
console.log(`Hello, ${planet}!`);
