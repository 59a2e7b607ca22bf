// check.mjs FILE…: parses style sheets and checks names and values. Problems go to stderr with line and column, a summary to stdout; exit code
// 1 when there is an error. Errors are what a browser ignores; warnings are what it takes and nobody means.
import { readFileSync } from "node:fs";
import { lexer, parse, tokenize, tokenTypes, version, walk } from "css-tree";

if (process.argv[2] === "--version") {
  console.log(`css-tree ${version}, Node.js ${process.version}`);
  process.exit();
}

const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function check(file) {
  const text = readFileSync(file, "utf8");
  const problems = [];
  const add = (kind, place, message) => problems.push({ kind, line: place.line, column: place.column, message });
  const count = { rules: 0, declarations: 0 };

  const tree = parse(text, { positions: true, onParseError: error => add("error", error, error.message) });
  checkPairs(text, add);
  walk(tree, function (node) {
    if (node.type === "Rule") {
      count.rules++;
      checkRule(node, add);
    } else if (node.type === "Declaration") {
      count.declarations++;
      checkDeclaration(node, this.atrule, this.rule, add);
    } else if (node.type === "Atrule") {
      checkAtrule(node, add);
    }
  });

  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  for (const { kind, line, column, message } of problems) {
    console.error(`${file}:${line}:${column}: ${kind}: ${message}`);
  }
  const of = kind => problems.filter(problem => problem.kind === kind).length;
  console.log(`${file}: ${plural(count.rules, "rule")}, ${plural(count.declarations, "declaration")}, ${plural(of("error"), "error")}, ${plural(of("warning"), "warning")}`);
  return of("error") === 0;
}

function checkRule(rule, add) {
  if (rule.block.children.isEmpty) {
    add("warning", rule.loc.start, "the rule is empty");
  }
  const seen = new Map();
  rule.block.children.forEach(node => {
    if (node.type !== "Declaration") return;
    const before = seen.get(node.property);
    if (before?.loc.end.offset === node.loc.end.offset) return;
    if (before && sameText(before, node)) add("warning", node.loc.start, `${node.property} is there already, with the same value`);
    seen.set(node.property, node);
  });
}

const sameText = (a, b) => JSON.stringify(a.value, withoutPlaces) === JSON.stringify(b.value, withoutPlaces);
const withoutPlaces = (key, value) => (key === "loc" ? undefined : value);

function checkDeclaration(node, atrule, rule, add) {
  const { property, value } = node;
  if (property.startsWith("--")) return;
  // Inside @font-face and its like, declarations are descriptors; inside a rule in @media they are properties.
  const { error } = atrule && !rule && lexer.getAtrule(atrule.name)?.descriptors
    ? lexer.matchAtruleDescriptor(atrule.name, property, value)
    : lexer.matchDeclaration(node);
  if (!error) return;
  if (error.name === "SyntaxReferenceError") {
    // A vendor's own names cannot all be known.
    add(/^-[a-z]+-/.test(property) ? "warning" : "error", node.loc.start, `unknown property ${property}`);
  } else if (error.name === "SyntaxMatchError") {
    add("error", error.line ? error : value.loc.start, `invalid value for ${property}, which takes ${error.syntax}`);
  }
}

function checkAtrule(node, add) {
  const unknown = lexer.checkAtruleName(node.name);
  if (unknown) {
    add("error", node.loc.start, `unknown at-rule @${node.name}`);
    return;
  }
  const { error } = node.prelude ? lexer.matchAtrulePrelude(node.name, node.prelude) : { error: lexer.checkAtrulePrelude(node.name, null) };
  if (error && error.name !== "SyntaxReferenceError") {
    add("error", error.line ? error : node.loc.start, `invalid @${node.name}: ${error.message.split("\n")[0]}`);
  }
}

// A browser closes at the end of the file whatever was left open, and says nothing.
function checkPairs(text, add) {
  const { LeftCurlyBracket, RightCurlyBracket, Comment, BadString } = tokenTypes;
  const open = [];
  tokenize(text, (type, start, end) => {
    if (type === LeftCurlyBracket) open.push(start);
    else if (type === RightCurlyBracket && open.pop() === undefined) add("error", placeOf(text, start), "} without {");
    else if (type === Comment && !text.slice(start + 2, end).endsWith("*/")) add("error", placeOf(text, start), "the comment is not closed");
    else if (type === BadString) add("error", placeOf(text, start), "the string is not closed");
  });
  for (const start of open) add("error", placeOf(text, start), "{ is not closed");
}

function placeOf(text, offset) {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1).length + 1 };
}

const results = process.argv.slice(2).map(check);
process.exitCode = results.every(Boolean) ? 0 : 1;
