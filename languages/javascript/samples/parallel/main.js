const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");

if (isMainThread) {
  let total = 0;
  for (let part = 0; part < 4; part++) {
    new Worker(__filename, { workerData: part }).on("message", sum => total += sum);
  }
  process.on("exit", () => console.log(total));
} else {
  let sum = 0;
  for (let i = workerData; i <= 1000; i += 4) sum += i;
  parentPort.postMessage(sum);
}
