// Node loads this file before the checker of style sheets (--import). What it needs is loaded here, and used once, so that it is compiled; then a
// style sheet is waited for.
import { lexer, parse, walk } from "/usr/lib/hotcell/css/node_modules/css-tree/lib/index.js";

const tree = parse("@media (width > 1px) { p { color: red; margin: 0 auto } }", { positions: true });
walk(tree, node => {
  if (node.type === "Declaration") lexer.matchDeclaration(node);
  else if (node.type === "Atrule") lexer.matchAtrulePrelude(node.name, node.prelude);
});

await import("/hotcell/javascript/boot.js");
