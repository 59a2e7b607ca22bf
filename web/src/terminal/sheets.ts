/**
 * Lets a library build its elements while the page's Content-Security-Policy forbids the `<style>` elements that it would write its styles into: elements that
 * take their place keep what is written into them in constructed style sheets, which only scripts that are allowed can make.
 *
 * xterm.js has an option for a document of one's own, which its scroll bar (as of 6.0.0) does not look at: so it is the page's that makes other elements,
 * as long as `build` runs.
 */
export function withSheets(build: () => void): void {
  const make = document.createElement.bind(document);
  document.createElement = (tag: string) => (tag === 'style' ? sheetElement(make('template')) : make(tag));
  try {
    build();
  } finally {
    // Below this one is that of all documents.
    Reflect.deleteProperty(document, 'createElement');
  }
}

function sheetElement(element: HTMLElement): HTMLElement {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  return Object.defineProperty(element, 'textContent', { set: (css: string) => sheet.replaceSync(css) });
}
