import type { ExecutionEvent, ExecutionRequest, LanguageInfo, Problem, Sample } from './documents';
import { readEvents } from './events';

/** The server refused, or could not; nothing ran unless events had come before. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super([problem.detail ?? problem.title, ...(problem.errors ?? []).map((error) => `${error.field} ${error.message}`)].join('\n'));
  }

  get needsKey(): boolean {
    return this.problem.status === 401;
  }
}

/** The server did not answer at all. */
export class Away extends Error {
  constructor() {
    super('The server does not answer.');
  }
}

const keyName = 'hotcell.key';

/** The API key stays in this browser, and goes nowhere but into the header of requests. */
export const apiKey = {
  get: (): string => localStorage.getItem(keyName) ?? '',
  set(key: string): void {
    if (key) localStorage.setItem(keyName, key);
    else localStorage.removeItem(keyName);
  },
};

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (apiKey.get()) headers.set('X-API-Key', apiKey.get());
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Away();
  }

  if (response.ok) return response;
  const text = await response.text();
  let problem: Problem;
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    problem = { title: response.statusText || `HTTP ${response.status}`, status: response.status };
  }

  throw new ApiError({ ...problem, status: response.status });
}

export async function languages(): Promise<readonly LanguageInfo[]> {
  return ((await (await send('/api/v1/languages')).json()) as { languages: LanguageInfo[] }).languages;
}

export async function samples(language: string): Promise<readonly Sample[]> {
  return (await json<{ samples: Sample[] }>(`/api/v1/languages/${encodeURIComponent(language)}/samples`)).samples;
}

export async function text(path: string): Promise<string> {
  return (await send(path)).text();
}

export async function json<T>(path: string): Promise<T> {
  return (await (await send(path)).json()) as T;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Why the server has refused a WebSocket, which browsers do not tell: it refuses an ordinary request for the same reason. */
export async function refusal(path: string): Promise<Error> {
  try {
    await send(path);
  } catch (error) {
    const wantsWebSocket = error instanceof ApiError && error.problem.status === 426;
    if (error instanceof Error && !wantsWebSocket) return error;
  }

  return new Error('The connection broke off before the program was taken.');
}

/** Lost connections in a row after which we give up; the server stops a program that nobody reads for half a minute. */
const mostLost = 6;

/**
 * Runs a program and yields what happens as it happens. A connection that is lost is taken up again where it ended.
 * Aborting the signal stops the program, even as the page goes away.
 */
export async function* run(request: ExecutionRequest, signal: AbortSignal): AsyncGenerator<ExecutionEvent> {
  const accept = 'text/event-stream';
  let response = await send('/api/v1/executions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept },
    body: JSON.stringify(request),
    signal,
  });
  const location = response.headers.get('location');
  if (location) {
    const stop = () => void send(location.replace(/\/events$/, ''), { method: 'DELETE', keepalive: true }).catch(() => undefined);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  }

  let last = 0;
  for (let lost = 0; ; lost++) {
    try {
      for await (const event of readEvents(response.body!)) {
        lost = 0;
        last = event.id;
        yield { name: event.name, data: JSON.parse(event.data) } as ExecutionEvent;
        if (event.name === 'finished' || event.name === 'failed') return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof SyntaxError) throw error;
    }

    for (;;) {
      if (!location || lost >= mostLost) throw new Away();
      await pause(500 * lost);
      try {
        response = await send(location, { headers: { Accept: accept, 'Last-Event-ID': String(last) }, signal });
        break;
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        lost++;
      }
    }
  }
}
