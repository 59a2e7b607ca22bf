import { readFileSync } from "node:fs";
import { greet } from "./greetings/polite";

for (const name of readFileSync("names.txt", "utf8").trim().split("\n")) {
  console.log(greet(name));
}
