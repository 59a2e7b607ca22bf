import { Away } from '../api/client';
import { find } from '../dom';
import { theme } from '../theme';
import type { TerminalPanel } from './panel';

let panel: Promise<TerminalPanel> | null = null;

/** The terminal of the page, loaded when it is first wanted. */
export function terminalPanel(): Promise<TerminalPanel> {
  panel ??= import('./panel').then(
    ({ TerminalPanel }) => {
      const made = new TerminalPanel(find('terminal'));
      theme.follow((dark) => made.darken(dark));
      return made;
    },
    () => {
      panel = null;
      throw new Away();
    },
  );
  return panel;
}
