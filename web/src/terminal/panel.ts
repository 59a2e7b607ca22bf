import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { keepKeys } from './keys';
import { withSheets } from './sheets';

/** As the page's style sheet has them. Colours that programs choose are made legible by `minimumContrastRatio`. */
const themes: Readonly<Record<'light' | 'dark', ITheme>> = {
  light: { background: '#f6f7f9', foreground: '#1b1f27', cursor: '#b93a06', cursorAccent: '#ffffff', selectionBackground: '#f3cdbd' },
  dark: { background: '#1c2029', foreground: '#e7eaf0', cursor: '#ff8f5c', cursorAccent: '#201006', selectionBackground: '#5c4030' },
};

const scrollback = 5000;

/** Columns and rows; the server takes no more. A small font on a large screen has them. */
const largest = 1000;

/** Of what is on the screen, how much is looked at for places of errors. */
const mostLines = 500;

/** Who hears what is done in the terminal. */
export interface TerminalUser {
  typed(bytes: Uint8Array): void;
  resized(cols: number, rows: number): void;
  /** The keyboard is wanted elsewhere. */
  left(): void;
}

/** A terminal emulator in the page. Loaded when it is first needed: it is half as large as all the rest. */
export class TerminalPanel {
  /** Replaced by each program that has the terminal; null: what is typed is nobody's. */
  user: TerminalUser | null = null;
  private readonly terminal: Terminal;

  constructor(element: HTMLElement) {
    Terminal.strings.promptLabel = 'Terminal';
    const terminal = (this.terminal = new Terminal({
      screenReaderMode: true,
      minimumContrastRatio: 4.5,
      fontFamily: getComputedStyle(element).fontFamily,
      fontSize: 14,
      scrollback,
      theme: themes.light,
    }));
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    withSheets(() => terminal.open(element));
    terminal.textarea?.setAttribute('aria-describedby', 'terminal-hint');
    const resize = () => {
      // Neither is there while the terminal cannot be seen.
      const { cols, rows } = fit.proposeDimensions() ?? {};
      if (cols && rows) terminal.resize(Math.min(cols, largest), Math.min(rows, largest));
    };
    resize();
    new ResizeObserver(resize).observe(element);
    const encoder = new TextEncoder();
    terminal.onData((text) => this.user?.typed(encoder.encode(text)));
    terminal.onBinary((text) => this.user?.typed(Uint8Array.from(text, (char) => char.charCodeAt(0))));
    terminal.onResize(({ cols, rows }) => this.user?.resized(cols, rows));
    keepKeys(terminal, () => this.user?.left());
  }

  get cols(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  /** All that is on the screen and above, a line of the program in a line, however the terminal has broken it. */
  get text(): string {
    const { active } = this.terminal.buffer;
    let text = '';
    for (let i = Math.max(0, active.length - mostLines); i < active.length; i++) {
      const line = active.getLine(i);
      if (line) text += (line.isWrapped ? '' : '\n') + line.translateToString(true);
    }

    return text;
  }

  /** For another program, as if it were new: by the sequence that resets a terminal (RIS), behind what is still to be shown of the last. */
  clear(): void {
    this.write('\x1bc');
  }

  focus(): void {
    this.terminal.focus();
  }

  darken(on: boolean): void {
    this.terminal.options.theme = themes[on ? 'dark' : 'light'];
  }

  /** @param shown Called when it is. */
  write(bytes: Uint8Array | string, shown?: () => void): void {
    this.terminal.write(bytes, shown);
  }

  /** A line of ours, not the program's. */
  say(text: string): void {
    this.write(`\r\n\x1b[0;2m${text}\x1b[0m\r\n`);
  }
}
