import type { ExecutionEvent } from '../api/documents';

/** A program on its way through the server, however its input comes. */
export interface Turn {
  /** Ends when the program has; fails when it could not be run, or was stopped before it could tell how it went. */
  readonly over: Promise<void>;
  /** Somebody wants it to end. */
  stop(): void;
  /** Nobody is interested any more; also as the page goes away. */
  leave(): void;
}

export type Happened = (event: ExecutionEvent) => void;

/** Somebody has stopped the program before it could tell how it went. */
export class Stopped extends Error {
  constructor() {
    super('Stopped');
  }
}
