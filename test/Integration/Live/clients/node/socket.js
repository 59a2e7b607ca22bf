// A client of the plain WebSocket, as anybody would write it with the npm package ws. Usage: socket.js ADDRESS. Prints a line of JSON for each thing that it tries.
'use strict';
const WebSocket = require('ws');

const [address] = process.argv.slice(2);
const url = address.replace(/^http/, 'ws').replace(/\/$/, '') + '/api/v1/executions/live';
const say = (what, value) => console.log(JSON.stringify({ what, value }));

// Sends the first frame and answers each prompt with the next of the answers. Resolves at the end, or when the output has come to `leave`.
const talk = (first, answers, leave) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const seen = { text: '', offset: first.since ?? 0, states: [] };
    socket.on('open', () => socket.send(JSON.stringify(first)));
    socket.on('error', reject);
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        seen.offset += data.length - 1;
        seen.text += (data[0] === 1 ? '' : `${data[0]}:`) + data.subarray(1).toString();
        if (leave && seen.text.endsWith(leave)) {
          socket.terminate();
          resolve(seen);
        } else if (seen.text.endsWith('? ') && answers.length > 0) {
          socket.send(Buffer.from(answers.shift()));
        }
        return;
      }
      const frame = JSON.parse(data);
      seen.states.push(frame.type);
      seen.id = frame.id ?? seen.id;
      seen.end = frame.execution ?? frame.problem ?? seen.end;
    });
    socket.on('close', (code) => resolve({ ...seen, code }));
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
  const start = { type: 'start', language: 'python', code: game };
  const played = await talk(start, ['5\n', '9\n', '7\n']);
  say('played', { text: played.text, verdict: played.end?.verdict, code: played.code, states: played.states.join(' ') });

  const lost = await talk(start, ['5\n'], 'too low\nguess? ');
  const back = await talk({ type: 'resume', id: lost.id, since: lost.offset - 7 }, ['7\n']);
  say('resumed', { text: back.text, verdict: back.end?.verdict, code: back.code, first: back.states[0] });

  const wrong = await talk({ type: 'start', language: 'cobolt', code: '' }, []);
  say('refused', { code: wrong.code, fields: wrong.end.errors.map((error) => error.field).join() });
}

main().then(() => process.exit(0), (error) => {
  console.log(error);
  process.exit(1);
});
