// Beside each file of dist its Brotli form, where that is smaller: the server sends what a browser takes, and compresses nothing itself.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || entry.name.endsWith('.br')) continue;
  const file = join(entry.parentPath, entry.name);
  const plain = readFileSync(file);
  const small = brotliCompressSync(plain);
  if (small.length < 0.9 * plain.length) writeFileSync(`${file}.br`, small);
}
