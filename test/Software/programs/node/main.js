const { Worker, isMainThread, workerData, parentPort } = require("node:worker_threads");
const { execFile } = require("node:child_process");
const http = require("node:http");
const fs = require("node:fs/promises");

async function main() {
  const shared = new SharedArrayBuffer(4);
  const workers = Array.from({ length: 4 }, () => new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: shared });
    worker.on("message", resolve);
    worker.on("error", reject);
  }));
  await Promise.all(workers);
  console.log("workers", new Int32Array(shared)[0]);

  const server = http.createServer((request, response) => response.end(`asked for ${request.url}`)).listen(0, "127.0.0.1");
  await new Promise(resolve => server.on("listening", resolve));
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/page`);
  console.log(await answer.text());
  server.close();

  console.log(await new Promise((resolve, reject) => execFile("echo", ["from a child"], (error, stdout) => error ? reject(error) : resolve(stdout.trim()))));
  await fs.writeFile("file", "x".repeat(1000));
  console.log((await fs.stat("file")).size);

  const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 7, 7, 1, 3, 97, 100, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 32, 1, 106, 11]);
  console.log((await WebAssembly.instantiate(wasm)).instance.exports.add(40, 2));
}

if (isMainThread) {
  main();
} else {
  const counter = new Int32Array(workerData);
  for (let i = 0; i < 1000; i++) Atomics.add(counter, 0, 1);
  parentPort.postMessage("done");
}
