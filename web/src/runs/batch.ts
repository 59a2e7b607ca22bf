import { run } from '../api/client';
import type { ExecutionRequest } from '../api/documents';
import { Stopped, type Happened, type Turn } from './turn';

/** All input is there before the program runs. */
export function batch(request: ExecutionRequest, happened: Happened): Turn {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const tell = async () => {
    try {
      for await (const event of run(request, stopping.signal)) happened(event);
    } catch (error) {
      throw stopping.signal.aborted ? new Stopped() : error;
    }
  };
  return { over: tell(), stop, leave: stop };
}
