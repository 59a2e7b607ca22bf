/** The server takes no larger message; a paste may be larger. */
const largest = 64 * 1024;

/** What is kept for the case that the connection breaks: a key that was pressed just then is not lost. */
const kept = 256 * 1024;

/** Input on its way to a program. Nobody acknowledges it: only after a lost connection the server tells how much of it has arrived. */
export class Input {
  private pieces: Uint8Array<ArrayBuffer>[] = [];

  /** Bytes before the first piece. */
  private start = 0;
  private length = 0;

  /** Cuts it into messages, and keeps them. */
  add(bytes: Uint8Array): readonly Uint8Array<ArrayBuffer>[] {
    const added: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < bytes.length; at += largest) added.push(bytes.slice(at, at + largest));
    this.pieces.push(...added);
    this.length += bytes.length;
    while (this.length > kept) this.drop();
    return added;
  }

  /** What was not taken when `taken` bytes were. */
  since(taken: number): readonly Uint8Array<ArrayBuffer>[] {
    while (this.pieces[0] && this.start + this.pieces[0].length <= taken) this.drop();
    const skipped = Math.max(0, taken - this.start);
    return this.pieces.map((piece, i) => (i === 0 ? piece.slice(skipped) : piece));
  }

  /** The server has dropped some: what counts are the bytes that it took. */
  restart(taken: number): void {
    [this.pieces, this.start, this.length] = [[], taken, 0];
  }

  private drop(): void {
    const size = this.pieces.shift()?.length ?? 0;
    this.start += size;
    this.length -= size;
  }
}
