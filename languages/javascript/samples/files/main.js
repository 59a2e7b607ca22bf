const { readFileSync } = require("node:fs");
const { greet } = require("./greetings/polite.js");

for (const name of readFileSync("names.txt", "utf8").trim().split("\n")) {
  console.log(greet(name));
}
