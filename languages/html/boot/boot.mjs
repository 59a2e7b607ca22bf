// Node loads this file before the loader of pages (--import). What every page needs is loaded here, and used once, so that it is compiled; then
// a page is waited for. A page cannot see any of it: it gets a window of its own.
import { JSDOM, VirtualConsole } from "/usr/lib/hotcell/html/node_modules/jsdom/lib/api.js";
import { parse } from "/usr/lib/hotcell/html/node_modules/parse5/dist/index.js";

const html = `<!doctype html><title>page</title><style>p { color: red }</style><p id="p" class="q">text</p><script>
  const p = document.querySelector("p.q");
  p.addEventListener("click", () => console.log(getComputedStyle(p).color));
  p.click();
  p.append(document.createElement("b"));
  p.innerHTML = "<i>text</i>";
</script>`;
parse(html, { sourceCodeLocationInfo: true, onParseError() {} });
const options = { url: "file:///", runScripts: "dangerously", resources: "usable", includeNodeLocations: true, pretendToBeVisual: true };
const dom = new JSDOM(html, { ...options, virtualConsole: new VirtualConsole() });
await new Promise(loaded => dom.window.addEventListener("load", loaded));
dom.serialize();
dom.window.close();

await import("/hotcell/javascript/boot.js");
