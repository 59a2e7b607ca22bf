// The npm client of Socket.IO against an echo. Usage: echo.js ADDRESS. Prints a line of JSON for each thing that it tries.
'use strict';
const { io } = require('socket.io-client');

const [address] = process.argv.slice(2);
const say = (what, value) => console.log(JSON.stringify({ what, value }));
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
const connect = (path, options) => io(address + path, { reconnection: false, forceNew: true, ...options });

async function echo(what, options) {
  const socket = connect('/', options);
  const auth = once(socket, 'auth');
  await once(socket, 'connect');
  const { engine } = socket.io;
  const upgraded = options.transports ? null : engine.transport.name === 'websocket' || once(engine, 'upgrade');
  const said = { auth: (await auth)[0] };
  socket.emit('message', 1, 'zwölf', { three: [true, null] });
  said.back = await once(socket, 'message-back');
  const bytes = Buffer.from([0, 1, 254, 255]);
  socket.emit('message', 'first', bytes, { deep: [bytes] });
  said.binary = (await once(socket, 'message-back')).map((one) => (Buffer.isBuffer(one) ? one.toString('hex') : one.deep ? one.deep[0].toString('hex') : one));
  said.ack = await socket.timeout(5000).emitWithAck('message-with-ack', 'a', bytes).then((one) => one.toString());
  const large = 'ä'.repeat(200_000);
  socket.emit('message', large);
  said.large = (await once(socket, 'message-back'))[0] === large;
  if (upgraded) {
    await upgraded;
    socket.emit('message', 'after');
    said.after = await once(socket, 'message-back');
  }
  // Longer than ping interval and timeout together: both sides answer.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  said.alive = socket.connected;
  said.transport = socket.io.engine.transport.name;
  said.ended = await new Promise((resolve) => {
    socket.once('disconnect', resolve);
    socket.disconnect();
  });
  say(what, said);
}

async function namespaces() {
  const main = connect('/', {});
  const custom = main.io.socket('/custom', { auth: { token: 'abc' } }).connect();
  const [auth] = await once(custom, 'auth');
  custom.emit('message', 'custom');
  const [back] = await once(custom, 'message-back');
  custom.disconnect();
  main.emit('message', 'main');
  const [still] = await once(main, 'message-back');
  say('namespaces', { auth, back, still });
  main.disconnect();
}

async function refused(what, path, options) {
  const socket = connect(path, options);
  const [error] = await once(socket, 'connect_error');
  say(what, { message: error.message, data: error.data, description: error.context?.responseText });
  socket.disconnect();
}

async function ends(what, options, act) {
  const socket = connect('/', options);
  await once(socket, 'connect');
  act(socket);
  const [reason, details] = await once(socket, 'disconnect');
  say(what, { reason, details: details?.description?.message ?? details?.context?.reason ?? details?.context?.status ?? null });
}

async function main() {
  await echo('polling', { transports: ['polling'], auth: { token: '1' } });
  await echo('websocket', { transports: ['websocket'] });
  await echo('upgrade', {});
  await echo('base64', { transports: ['websocket'], forceBase64: true });
  await namespaces();
  await refused('unknown namespace', '/nothing', {});
  await refused('no entry', '/', { auth: { refuse: 'Not authorized' } });
  await ends('unknown event', { transports: ['websocket'] }, (socket) => socket.emit('nothing'));
  await ends('too large', { transports: ['websocket'] }, (socket) => socket.emit('message', 'x'.repeat(1_000_001)));
  await ends('too large by polling', { transports: ['polling'] }, (socket) => socket.emit('message', 'x'.repeat(1_000_001)));
  await ends('bug', { transports: ['websocket'] }, (socket) => socket.emit('bug'));
}

main().then(() => process.exit(0), (error) => {
  console.log(error);
  process.exit(1);
});
