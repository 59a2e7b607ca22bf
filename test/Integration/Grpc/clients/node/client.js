// A client of gRPC's own making for Node.js. Usage: client.js ADDRESS PROTO-FOLDER. Prints a line of JSON for each thing that it tries.
'use strict';
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const health = require('grpc-health-check');
const { GrpcReflection } = require('grpc-js-reflection-client');

const [address, protos] = process.argv.slice(2);
const credentials = grpc.credentials.createInsecure();
const options = { keepCase: true, enums: String, defaults: true, includeDirs: [protos] };
const load = (file) => grpc.loadPackageDefinition(loader.loadSync(file, options));
const { CodeExecutor } = load('hotcell/v1/code_executor.proto').hotcell.v1;
const client = new CodeExecutor(address, credentials);
const packing = new CodeExecutor(address, credentials, { 'grpc.default_compression_algorithm': 2 });

const say = (what, value) => console.log(JSON.stringify({ what, value }));
const deadline = (ms) => ({ deadline: Date.now() + ms });

// Status, and the metadata that came with it, of a call that must fail.
const failure = (error) => ({
  code: grpc.status[error.code],
  details: error.details,
  pushback: error.metadata?.get('grpc-retry-pushback-ms')[0],
  bin: error.metadata?.get('grpc-status-details-bin')[0]?.toString('hex'),
});

const unary = (target, method, request, callOptions = deadline(60_000)) =>
  new Promise((resolve) => target[method](request, callOptions, (error, answer) => resolve(error ? failure(error) : answer)));

const stream = (request, callOptions = deadline(60_000), onEvent = () => {}) =>
  new Promise((resolve) => {
    const events = [];
    const call = client.ExecuteStream(request, callOptions);
    call.on('data', (event) => {
      events.push(event);
      onEvent(call, event);
    });
    call.on('error', (error) => resolve({ events, ...failure(error) }));
    call.on('end', () => resolve({ events }));
  });

const short = (events) =>
  events.map((one) => (one.output ? `${one.output.stage} ${one.output.stream} ${one.output.data}` : one.started ? `started ${one.started.stage}` : `finished ${one.finished.verdict}`));

async function main() {
  say('execute', await unary(client, 'Execute', { language: 'python', code: 'print(input())', input: 'hé\n' }));
  say('wrong', await unary(client, 'Execute', { language: 'pythn', timeout_seconds: 500 }));
  say('deadline', await unary(client, 'Execute', { language: 'bash', code: 'sleep 30' }, deadline(700)));
  say('packed', await unary(packing, 'Execute', { language: 'bash', code: 'tr a b | head -c 5000', input: 'a'.repeat(100_000) }));
  say('health', (await unary(client, 'Health', {})).status);

  const streamed = await stream({ language: 'c', code: '#include <stdio.h>\nint main(void) { fputs("err", stderr); puts("out"); return 3; }' });
  say('stream', short(streamed.events));
  const cancelled = await stream({ language: 'bash', code: 'echo begun; sleep 60' }, deadline(60_000), (call, event) => event.output && call.cancel());
  say('cancelled', { code: cancelled.code, events: short(cancelled.events) });

  const Health = grpc.loadPackageDefinition(loader.loadSync(health.protoPath, options)).grpc.health.v1.Health;
  const healths = new Health(address, credentials);
  say('check', await unary(healths, 'Check', { service: 'hotcell.v1.CodeExecutor' }));
  say('check nobody', (await unary(healths, 'Check', { service: 'nobody' })).code);
  say('watch', await new Promise((resolve, reject) => {
    const call = healths.Watch({ service: '' });
    call.on('error', (error) => error.code !== grpc.status.CANCELLED && reject(error));
    call.on('data', (answer) => {
      call.cancel();
      resolve(answer.status);
    });
  }));

  // Nothing is known in advance: services, methods and messages come from the server.
  const reflection = new GrpcReflection(address, credentials);
  say('services', await reflection.listServices());
  say('methods', (await reflection.listMethods('hotcell.v1.CodeExecutor')).map((method) => method.name));
  const found = await reflection.getDescriptorBySymbol('hotcell.v1.CodeExecutor');
  const Found = found.getPackageObject({ keepCase: true, enums: String }).hotcell.v1.CodeExecutor;
  say('found', (await unary(new Found(address, credentials), 'Execute', { language: 'bash', code: 'echo found' })).stdout);
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
