// A plain client, as a web page would have it. Usage: live.js ADDRESS. Prints a line of JSON for each thing that it tries.
'use strict';
const { io } = require('socket.io-client');

const [address] = process.argv.slice(2);
const say = (what, value) => console.log(JSON.stringify({ what, value }));

// Starts a program and answers each prompt with the next of the answers; resolves with what it saw, in order.
const play = (socket, program, answers) =>
  new Promise((resolve) => {
    const seen = [];
    let id;
    let text = '';
    socket.on('execution-start', (start) => {
      id = start.executionId;
      seen.push('start|');
    });
    socket.on('output', ({ data, type }) => {
      seen.push(type ? `${type}:${data}` : data);
      text += data;
      if (text.endsWith('? ') && answers.length > 0) {
        socket.emit('input', { data: answers.shift(), executionId: id });
      }
    });
    socket.on('execution-complete', (complete) => resolve({ seen: seen.join(''), status: complete.status, exitCode: complete.exitCode, same: complete.executionId === id }));
    socket.on('error', (error) => resolve({ seen, error }));
    socket.emit('execute-interactive', program);
  });

const game = `
secret = 7
while True:
    guess = int(input('guess? '))
    if guess == secret:
        break
    print('too low' if guess < secret else 'too high')
print('right')
`;

async function main() {
  for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
    const socket = io(address, { transports, forceNew: true });
    say(transports.join('+'), await play(socket, { language: 'python', code: game }, ['5\n', Buffer.from('9\n'), '7\n']));
    socket.disconnect();
  }

  const socket = io(address);
  const stopped = await new Promise((resolve) => {
    socket.on('output', ({ executionId }) => socket.emit('stop', { executionId }));
    socket.on('execution-complete', resolve);
    socket.emit('execute-interactive', { language: 'bash', code: 'echo begun; while :; do :; done' });
  });
  say('stopped', { status: stopped.status, verdict: stopped.verdict });
  const started = await socket.timeout(20_000).emitWithAck('execute-interactive', { language: 'bash', code: 'cat' });
  say('acknowledged', { id: typeof started.executionId, input: await socket.timeout(20_000).emitWithAck('input', { executionId: started.executionId, data: 'x' }).then(() => 'taken') });
  socket.disconnect();
}

main().then(() => process.exit(0), (error) => {
  console.log(error);
  process.exit(1);
});
