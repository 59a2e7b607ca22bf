import { readFileSync } from "node:fs";

const lines: string[] = readFileSync(0, "utf8").split("\n").filter(line => line !== "");
console.log(lines.map(Number).reduce((sum, number) => sum + number, 0));
