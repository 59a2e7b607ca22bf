// strip-comments.mjs FOLDER: makes blanks of the comments in all .d.ts files below it, except those that mean something to the compiler (/// <reference …>).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// A comment, or what may look as if it had one.
const token = /\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[^]|[^`\\])*`/g;
const isComment = text => text.startsWith("/*") || (text.startsWith("//") && !/^\/\/\/\s*</.test(text));

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.d\.[cm]?ts$/.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(token, found => (isComment(found) ? found.replace(/./g, " ") : found)).replace(/[ \t]+$/gm, ""));
}
