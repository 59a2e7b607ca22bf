// run.mjs FILE [--document]: loads a page as a browser does. Scripts, style sheets and images beside it are loaded too; console.log goes to
// stdout, errors to stderr with the lines of the file. Ends when nothing is left to do, or three seconds after the page has loaded, with exit
// code 1 after an error of a script or a file that is not there. --document prints the document as it is then, instead of what it logs.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { JSDOM, VirtualConsole } from "jsdom";
import { parse } from "parse5";

const PATIENCE_MS = 3000;

const [file, ...options] = process.argv.slice(2);
if (file === "--version") {
  console.log(`jsdom ${createRequire(import.meta.url)("jsdom/package.json").version}, Node.js ${process.version}`);
  process.exit();
}
const unknown = options.filter(option => option !== "--document");
if (unknown.length > 0) {
  console.error(`unknown option ${unknown[0]}; there is --document`);
  process.exit(2);
}

const base = pathToFileURL("./").href;
const printDocument = options.includes("--document");
const html = readFileSync(file, "utf8");

const fail = text => {
  console.error(text);
  process.exitCode = 1;
};

// Frames of the loader itself tell nothing about the page.
const traceOf = error => String(error?.stack ?? error).split("\n").filter(line => !/\((?:node:|.*\/node_modules\/)|^\s+at (?:node:|.*\/node_modules\/)/.test(line)).join("\n").replaceAll(base, "");

// A page without a doctype is an everyday snippet, not a mistake worth a line.
parse(html, {
  sourceCodeLocationInfo: true,
  onParseError: ({ code, startLine, startCol }) => code === "missing-doctype" || console.error(`${file}:${startLine}:${startCol}: parse error: ${code.replaceAll("-", " ")}`),
});

const virtualConsole = new VirtualConsole();
if (!printDocument) {
  virtualConsole.forwardTo(console, { jsdomErrors: "none" });
}
virtualConsole.on("jsdomError", error => {
  switch (error.type) {
    case "unhandled-exception":
      fail(`Uncaught ${traceOf(error.cause)}`);
      break;
    case "resource-loading":
      fail(`${error.message.replaceAll(base, "")}: ${error.cause?.code ?? error.cause?.message ?? "not found"}`);
      break;
    case "css-parsing":
      console.error(`style sheet: ${error.cause?.message ?? error.message}`);
      break;
    default:
      console.error(error.message);
  }
});
process.on("unhandledRejection", reason => fail(`Uncaught (in promise) ${traceOf(reason)}`));

const dom = new JSDOM(html, {
  url: pathToFileURL(file).href,
  runScripts: "dangerously",
  resources: "usable",
  includeNodeLocations: true,
  pretendToBeVisual: true,
  virtualConsole,
});

const finish = () => {
  process.off("beforeExit", finish);
  const document = dom.serialize();
  dom.window.close();
  if (printDocument) {
    process.stdout.write(document + "\n");
  }
};
process.on("beforeExit", finish);

const stopLater = () => setTimeout(() => {
  finish();
  process.exit();
}, PATIENCE_MS).unref();
if (dom.window.document.readyState === "complete") {
  stopLater();
} else {
  dom.window.addEventListener("load", stopLater);
}
