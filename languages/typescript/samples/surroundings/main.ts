// Prints all that a program can find of how it was started.
import { readFileSync, readdirSync } from 'node:fs';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';

const show = (...values: unknown[]) => console.log(...values.map(value => inspect(value, { depth: 6, maxArrayLength: null, breakLength: 200 })));

show(import.meta.filename, import.meta.dirname, import.meta.url, Object.keys(import.meta), process.argv, process.argv0, process.execArgv, process.title);
show(process.env, process.cwd(), readdirSync('.'), process.umask(), process.exitCode, process.stdin.constructor.name, process.stdout.constructor.name);
show(Reflect.ownKeys(globalThis), Reflect.ownKeys(process).map(String), process.eventNames(), process.getActiveResourcesInfo(), process.features);
show(new Error('here').stack, Error.stackTraceLimit, new Date(0).toString(), Intl.DateTimeFormat().resolvedOptions());
show(readFileSync(0, 'utf8'));
process.on('exit', code => console.log('exit', code));

const outer = (value: { missing?: { more: string } }) => inner(value);
const inner = (value: { missing?: { more: string } }) => value.missing!.more;
const worker = new Worker("require('worker_threads').parentPort.postMessage([process.execArgv, process.argv, process.env.HOTCELL_BOOT, Object.keys(require.cache)])", { eval: true });
worker.on('message', found => show(found));
worker.on('exit', () => {
  Promise.reject(new Error('rejected')).catch(error => console.error(error));
  setImmediate(() => outer({}));
});
