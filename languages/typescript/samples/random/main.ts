console.log(Math.random());
console.log(crypto.randomUUID());
