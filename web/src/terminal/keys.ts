import type { Terminal } from '@xterm/xterm';

/** Two Escapes that come after each other as quickly as this are for the page. */
const doubleMs = 500;

/**
 * Keys that are not the program's: Escape twice leaves the terminal, since Tab does not; Ctrl+Enter is the page's; Ctrl+C copies what is selected, Ctrl+V
 * pastes, as everywhere else in a browser.
 */
export function keepKeys(terminal: Terminal, leave: () => void): void {
  let escapedAt = -Infinity;
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true;
    const isEscape = event.key === 'Escape' && !event.repeat;
    if (isEscape && event.timeStamp - escapedAt < doubleMs) {
      event.preventDefault();
      leave();
      return false;
    }

    escapedAt = isEscape ? event.timeStamp : -Infinity;
    if (!event.ctrlKey && !event.metaKey) return true;
    const key = event.key.toLowerCase();
    return !(key === 'enter' || key === 'v' || (key === 'c' && terminal.hasSelection()));
  });
}
