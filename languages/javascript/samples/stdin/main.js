const { readFileSync } = require("node:fs");

const lines = readFileSync(0, "utf8").trim().split("\n");
console.log(lines.reduce((sum, line) => sum + Number(line), 0));
