// What others have written of the page, and may be copied with its licence: dist/licenses.txt has those of all packages that the page is made of.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const texts = Object.entries(packages)
  .filter(([folder, { dev }]) => folder && !dev)
  .map(([folder, { version, license }]) => {
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    if (!file) throw new Error(`${folder} has no licence`);
    return `${folder.slice(folder.lastIndexOf('node_modules/') + 13)} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
writeFileSync('dist/licenses.txt', texts.join('\n\n'));
