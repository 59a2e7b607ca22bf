import { apiKey, ApiError, Away, pause, refusal } from './client';
import type { Execution, ExecutionEvent, ExecutionRequest, Problem } from './documents';
import { Input } from './input';

/** A program with a terminal of its own. */
export interface TalkRequest extends Omit<ExecutionRequest, 'tests' | 'stdin'> {
  readonly tty: true;
  readonly cols: number;
  readonly rows: number;
}

/** Who hears what a program tells. */
export interface Listener {
  happened(event: ExecutionEvent): void;
  /** `shown` is to be called once, when it is: the program waits while much is not. */
  wrote(bytes: Uint8Array, byCompiler: boolean, shown: () => void): void;
  /** The connection is lost, or there again; then `lost` bytes of output are missing. */
  connected(is: boolean, lost: number): void;
  /** Something that was typed is not taken. */
  dropped(why: string): void;
}

type Frame =
  | { readonly type: 'queued'; readonly id: string }
  | { readonly type: 'compiling' | 'started' }
  | { readonly type: 'compiled'; readonly verdict: string; readonly exit_code: number | null; readonly cached: boolean }
  | { readonly type: 'finished'; readonly execution: Execution }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'resumed'; readonly offset: number; readonly lost: number; readonly stdin: number }
  | { readonly type: 'error'; readonly problem: Problem; readonly stdin?: number };

const compiler = 3;

/** Another connection has resumed the program. */
const takenOver = 4001;

/** The server has no room, or the caller no rate, just now: the program goes on. */
const tryAgainLater = 1013;

/** The status of an `error` about input, which alone does not end the connection. */
const notTaken = 409;

/** Bytes that are shown between two acknowledgements: a quarter of what the server lets be under way. */
const acknowledgeEvery = 16 * 1024;

/** As long as the server keeps a program that nobody is connected to. */
const graceMs = 30_000;

/**
 * One program that is talked to while it runs, over the WebSocket that docs/interactive.md describes. A connection that is lost is taken up again where it
 * ended; what is typed meanwhile is sent then.
 */
export class Talk {
  /** Ends when the program has; fails when it cannot be run, or cannot be reached any more. */
  readonly over: Promise<void>;
  private readonly input = new Input();
  private socket!: WebSocket;
  private succeed!: () => void;
  private fail!: (error: Error) => void;
  private id = '';
  private isOver = false;
  private isKilled = false;

  /** Of the input. */
  private isEnded = false;

  /** Whether frames are taken: there is a program at the other end. */
  private isReady = false;
  private lostAt = 0;
  private problem: Problem | null = null;

  /** Bytes of output, as are the next two. */
  private received = 0;
  private shown = 0;
  private acknowledged = 0;

  constructor(
    private request: TalkRequest,
    private readonly listener: Listener,
  ) {
    this.over = new Promise<void>((resolve, reject) => ([this.succeed, this.fail] = [resolve, reject])).finally(() => (this.isOver = true));
    this.connect();
  }

  /** Bytes for the program's terminal. */
  write(bytes: Uint8Array): void {
    if (this.isEnded) return this.listener.dropped('The input has ended: this is dropped.');
    const pieces = this.input.add(bytes);
    if (this.isHeard) pieces.forEach((piece) => this.socket.send(piece));
  }

  /** The input ends: a terminal types Ctrl-D, and nothing may follow. */
  eof(): void {
    this.isEnded = true;
    this.say({ type: 'eof' });
  }

  resize(cols: number, rows: number): void {
    this.request = { ...this.request, cols, rows };
    this.say({ type: 'resize', cols, rows });
  }

  kill(): void {
    this.isKilled = true;
    this.say({ type: 'signal', signal: 'kill' });
  }

  /** Nobody is interested any more: a close frame ends the program. */
  leave(): void {
    this.isOver = true;
    this.socket.close(1000);
    this.succeed();
  }

  private get isHeard(): boolean {
    return this.isReady && this.socket.readyState === WebSocket.OPEN;
  }

  private connect(): void {
    const socket = new WebSocket(new URL('/api/v1/executions/live', location.href.replace(/^http/, 'ws')));
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.begin();
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => (typeof data === 'string' ? this.told(JSON.parse(data) as Frame) : this.wrote(new Uint8Array(data)));
    socket.onclose = ({ code }) => void this.closed(code);
  }

  private begin(): void {
    if (apiKey.get()) this.send({ type: 'auth', key: apiKey.get() });
    if (this.id) return this.send({ type: 'resume', id: this.id, since: this.received });
    this.send({ type: 'start', ...this.request });
    // From the first acknowledgement on, the server waits for them.
    this.send({ type: 'ack', offset: 0 });
    this.ready(0);
  }

  private ready(taken: number): void {
    this.isReady = true;
    const { pieces, gone } = this.input.since(taken);
    pieces.forEach((piece) => this.socket.send(piece));
    if (gone > 0) this.listener.dropped(`${gone} bytes that were typed are dropped: it was too much without a connection.`);
    // Once more where the program has it: nobody knows whether it arrived.
    if (this.isEnded) this.eof();
    if (this.isKilled) this.kill();
  }

  private told(frame: Frame): void {
    switch (frame.type) {
      case 'queued':
        this.id = frame.id;
        return this.listener.happened({ name: 'queued', data: frame });
      case 'compiling':
      case 'started':
        return this.listener.happened({ name: frame.type, data: frame });
      case 'compiled':
        return this.listener.happened({ name: 'compiled', data: frame });
      case 'finished':
        this.succeed();
        return this.listener.happened({ name: 'finished', data: frame.execution });
      case 'failed':
        return this.fail(new ApiError(frame.problem));
      case 'resumed':
        this.lostAt = 0;
        [this.received, this.acknowledged] = [frame.offset, Math.max(this.acknowledged, frame.offset)];
        this.ready(frame.stdin);
        this.resize(this.request.cols, this.request.rows);
        return this.listener.connected(true, frame.lost);
      case 'error':
        if (frame.problem.status !== notTaken) {
          this.problem = frame.problem;
        } else {
          this.input.refuse(frame.stdin ?? 0);
          this.listener.dropped(frame.problem.detail ?? frame.problem.title);
        }
    }
  }

  private wrote(message: Uint8Array): void {
    const bytes = message.subarray(1);
    const end = (this.received += bytes.length);
    this.listener.wrote(bytes, message[0] === compiler, () => {
      this.shown = end;
      if (this.shown - this.acknowledged < acknowledgeEvery || !this.isHeard) return;
      this.acknowledged = this.shown;
      this.say({ type: 'ack', offset: this.shown });
    });
  }

  private async closed(code: number): Promise<void> {
    const { problem } = this;
    [this.isReady, this.problem] = [false, null];
    if (this.isOver) return;
    if (problem && !(this.id && code === tryAgainLater)) return this.fail(new ApiError(problem));
    if (code === takenOver) return this.fail(new Error('Another page has taken the program over.'));
    if (!this.id) return this.fail(await refusal('/api/v1/executions/live'));
    if (!this.lostAt) {
      this.lostAt = Date.now();
      this.listener.connected(false, 0);
    }

    const lost = Date.now() - this.lostAt;
    if (lost > graceMs) return this.fail(problem ? new ApiError(problem) : new Away());
    await pause(Math.min(Math.max(problem ? 1000 : 100, lost), 2000));
    if (!this.isOver) this.connect();
  }

  /** Where there is somebody to hear it. */
  private say(frame: object): void {
    if (this.isHeard) this.send(frame);
  }

  private send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }
}
