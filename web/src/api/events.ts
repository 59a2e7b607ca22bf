/** One message of an event stream. */
export interface Message {
  readonly id: number;
  readonly name: string;
  readonly data: string;
}

/**
 * Reads server-sent events (HTML standard, section 9.2) from a response. EventSource cannot be used: it sends no body and no key.
 * The server ends lines with LF alone.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  let id = 0;
  let name = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (name) yield { id, name, data: data.join('\n') };
          [name, data] = ['', []];
        } else if (line.startsWith('id: ')) {
          id = Number(line.slice(4));
        } else if (line.startsWith('event: ')) {
          name = line.slice(7);
        } else if (line.startsWith('data: ')) {
          data.push(line.slice(6));
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
