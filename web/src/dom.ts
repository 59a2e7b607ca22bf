/** Small ways to make and find elements. */

type Child = Node | string | null;
type Properties<E> = { [K in keyof E]?: E[K] } & { readonly [attribute: `aria-${string}` | `data-${string}`]: string };

/** Makes an element. Text is always text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties<HTMLElementTagNameMap[K]> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-')) element.setAttribute(name, String(value));
    else (element as unknown as Record<string, unknown>)[name] = value;
  }

  element.append(...children.filter((child) => child !== null));
  return element;
}

/** An element of the page, which is there. */
export function find<E extends HTMLElement = HTMLElement>(id: string): E {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as E;
}
