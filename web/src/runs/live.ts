import type { ExecutionRequest } from '../api/documents';
import { Talk } from '../api/talk';
import type { TerminalPanel } from '../terminal/panel';
import type { Happened, Turn } from './turn';

/** What a page does with the program that has its terminal. */
export interface LiveUser {
  readonly happened: Happened;
  readonly connected: (is: boolean) => void;
  /** The keyboard leaves the terminal. */
  readonly left: () => void;
}

/** Input is typed while the program runs, in a terminal. */
export class Live implements Turn {
  readonly over: Promise<void>;
  private readonly talk: Talk;

  constructor(
    request: ExecutionRequest,
    private readonly panel: TerminalPanel,
    user: LiveUser,
  ) {
    panel.clear();
    this.talk = new Talk({ ...request, tty: true, cols: panel.cols, rows: panel.rows }, {
      happened: (event) => (event.name === 'finished' ? panel.write('', () => user.happened(event)) : user.happened(event)),
      wrote: (bytes, byCompiler, shown) => panel.write(byCompiler ? withReturns(bytes) : bytes, shown),
      connected: (is, lost) => {
        if (lost > 0) panel.say(`… ${lost} bytes are lost`);
        user.connected(is);
      },
      dropped: (why) => panel.say(`… ${why}`),
    });
    const typist = { typed: (bytes: Uint8Array) => this.talk.write(bytes), resized: (cols: number, rows: number) => this.talk.resize(cols, rows), left: user.left };
    panel.user = typist;
    panel.focus();
    const release = () => {
      if (panel.user === typist) panel.user = null;
    };
    this.over = this.talk.over.finally(release).then(() => new Promise((shown) => panel.write('', shown)));
  }

  /** What the terminal shows. */
  get text(): string {
    return this.panel.text;
  }

  stop(): void {
    this.talk.kill();
  }

  leave(): void {
    this.talk.leave();
  }

  /** Without Ctrl, as on phones. */
  interrupt(): void {
    this.talk.write(Uint8Array.of(3));
    this.panel.focus();
  }

  end(): void {
    this.talk.eof();
    this.panel.focus();
  }
}

/** Compilers have no terminal that would do it for them. */
function withReturns(bytes: Uint8Array): Uint8Array {
  return new Uint8Array([...bytes].flatMap((byte) => (byte === 10 ? [13, 10] : [byte])));
}
