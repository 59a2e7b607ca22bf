// Node loads this file before it looks at the program (--require), and waits in it until there is one.
// Everything else happens as in a cold start, by Node itself. What led here is taken back: the option, the variable and the module.
// Languages that have more to load first do so in a file of their own (--import), which ends by loading this one.
'use strict';
const fs = require('fs');

// Worker threads inherit the option, and load the file again.
if (process.env.HOTCELL_BOOT) {
  // What the first line of a program's output would load.
  require('net');
  require('tty');
  fs.writeSync(101, '1');
  fs.closeSync(101);
  const pieces = [];
  const piece = Buffer.alloc(65536);
  for (let length; (length = fs.readSync(100, piece)) > 0;) pieces.push(Buffer.from(piece.subarray(0, length)));
  fs.closeSync(100);
  const words = Buffer.concat(pieces).toString().split('\0');
  if (words.length < 2) process.exit(125);
  process.argv.push(...words.slice(1, -1));
  delete process.env.HOTCELL_BOOT;
}
process.execArgv.splice(process.execArgv.findIndex(word => word.startsWith('/hotcell/')) - 1, 2);
process._preload_modules.length = 0;
delete require.cache[__filename];
delete require('module')._pathCache[`${__filename}\0`];
