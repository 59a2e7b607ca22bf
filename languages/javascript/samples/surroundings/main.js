// Prints all that a program can find of how it was started.
const fs = require('fs');
const show = (...values) => console.log(...values.map(value => require('util').inspect(value, { depth: 6, maxArrayLength: null, breakLength: 200 })));

show(__filename, __dirname, require.main === module, module.id, module.parent, module.paths, module.children, Object.keys(require.cache));
show(process.argv, process.argv0, process.execArgv, process.execPath, process.title, process._preload_modules, { ...process.env });
show(process.cwd(), fs.readdirSync('.'), process.umask(), process.exitCode, process.stdin.constructor.name, process.stdout.constructor.name);
show(Reflect.ownKeys(globalThis), Reflect.ownKeys(process).map(String), process.moduleLoadList.length > 0, require.extensions, Object.keys(require('module')._pathCache));
show(process.eventNames(), process.listenerCount('exit'), process.getActiveResourcesInfo(), process.allowedNodeEnvironmentFlags.size, process.features);
show(Intl.DateTimeFormat().resolvedOptions(), new Date(0).toString(), process.report?.excludeEnv, Error.stackTraceLimit);
show(new Error('here').stack, performance.now() < 60000, Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 60000);
process.on('exit', code => console.log('exit', code));
process.on('beforeExit', () => console.log('not reached'));
show(fs.readFileSync(0, 'utf8'));

const outer = value => inner(value);
const inner = value => value.missing.more;
const { Worker } = require('worker_threads');
const worker = new Worker("require('worker_threads').parentPort.postMessage([process.execArgv, process.argv, process.env.HOTCELL_BOOT, Object.keys(require.cache)])", { eval: true });
worker.on('message', found => show(found));
worker.on('exit', () => {
  Promise.reject(new Error('rejected')).catch(error => console.error(error));
  setImmediate(() => outer({}));
});
