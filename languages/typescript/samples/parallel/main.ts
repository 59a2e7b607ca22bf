import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { fileURLToPath } from "node:url";

if (isMainThread) {
  let total = 0;
  for (let part = 0; part < 4; part++) {
    new Worker(fileURLToPath(import.meta.url), { workerData: part }).on("message", (sum: number) => total += sum);
  }
  process.on("exit", () => console.log(total));
} else {
  let sum = 0;
  for (let i: number = workerData; i <= 1000; i += 4) sum += i;
  parentPort!.postMessage(sum);
}
