/** The server takes no larger message; a paste may be larger. */
const largest = 64 * 1024;

/** What is kept for the case that the connection breaks: a key that was pressed just then is not lost. */
const kept = 256 * 1024;

/** One message, which is taken whole or not at all. */
interface Piece {
  readonly length: number;
  /** Null when they are not kept any more: what counts is how many they were. */
  bytes: Uint8Array<ArrayBuffer> | null;
}

/**
 * Input on its way to a program. Nobody acknowledges it: only when a message is refused, and after a lost connection, the server tells how many bytes it has
 * taken. The same are counted here: those before the first piece, and each piece unless it is refused.
 */
export class Input {
  private pieces: Piece[] = [];

  /** Bytes before the first piece. */
  private start = 0;

  /** Bytes that are kept. */
  private held = 0;

  /** Cuts it into messages, and keeps them. */
  add(bytes: Uint8Array): readonly Uint8Array<ArrayBuffer>[] {
    const added: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < bytes.length; at += largest) added.push(bytes.slice(at, at + largest));
    this.pieces.push(...added.map((piece) => ({ length: piece.length, bytes: piece })));
    this.held += bytes.length;
    for (let i = 0; this.held > kept; i++) this.forget(this.pieces[i]);
    return added;
  }

  /** What was not taken when `taken` bytes were; `gone` bytes of it are not kept any more, and do not count from now on. */
  since(taken: number): { readonly pieces: readonly Uint8Array<ArrayBuffer>[]; readonly gone: number } {
    this.pass(taken);
    const pieces = this.pieces.flatMap(({ bytes }) => (bytes ? [bytes] : []));
    const gone = this.pieces.reduce((sum, { length }) => sum + length, -this.held);
    this.pieces = this.pieces.filter(({ bytes }) => bytes);
    this.start = taken;
    return { pieces, gone };
  }

  /** The server has refused the message that came when it had taken `taken` bytes; those behind it have been sent all the same. */
  refuse(taken: number): void {
    this.pass(taken);
    this.forget(this.pieces.shift());
  }

  /** All that is in the first `taken` bytes has arrived. */
  private pass(taken: number): void {
    for (let piece = this.pieces[0]; piece && this.start + piece.length <= taken; piece = this.pieces[0]) {
      this.start += piece.length;
      this.forget(this.pieces.shift());
    }
  }

  private forget(piece: Piece | undefined): void {
    if (!piece?.bytes) return;
    this.held -= piece.length;
    piece.bytes = null;
  }
}
