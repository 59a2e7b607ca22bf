import type { Mark } from './editor';

/** A mark, and the file that it is in. */
export interface FileMark extends Mark {
  readonly file: string;
}

/**
 * Places in what compilers and runtimes write: `main.c:3:5: error: …` and `main.ts(3,5): error …`, `File "main.py", line 3`, `at main.rb line 3`.
 * Only names of the program's own files count, so that nothing else is taken for a place.
 */
export function findMarks(output: string, files: readonly string[]): FileMark[] {
  const found: FileMark[] = [];
  const lines = output.split('\n');
  lines.forEach((text, i) => {
    for (const file of files) {
      const at = text.indexOf(file);
      if (at < 0) continue;
      const rest = text.slice(at + file.length);
      const place = /^(?::|\()(\d+)(?:[:,](\d+))?\)?/.exec(rest) ?? /^"?,? line (\d+)/.exec(rest);
      if (!place) continue;
      const message = rest.slice(place[0].length).replace(/^[:\s]+/, '') || lines.slice(i + 1).find((line) => line.trim()) || text;
      found.push({ file, line: Number(place[1]), ...(place[2] ? { column: Number(place[2]) } : {}), message: message.trim() });
      break;
    }
  });
  return found;
}
