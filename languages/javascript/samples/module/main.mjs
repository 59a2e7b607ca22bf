import { greet } from "./polite.mjs";

console.log(await Promise.resolve(greet("World")));
