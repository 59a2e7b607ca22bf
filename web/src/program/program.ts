/** A program as a person has it before him: all that a link to it carries, and all that is remembered of it. */
export interface Program {
  readonly language: string;
  readonly files: readonly SourceFile[];
  readonly stdin: string;
  /** As typed, with the quotes of a shell. */
  readonly args: string;
  readonly limits: Limits;
  readonly tests: readonly Test[];
}

export interface SourceFile {
  readonly name: string;
  readonly content: string;
}

export interface Test {
  readonly stdin: string;
  readonly expected: string;
}

/** In the units of the form; absent: the server's default. */
export interface Limits {
  readonly seconds?: number;
  readonly memory?: number;
}

const slot = (language: string) => `hotcell.program.${language}`;
const latest = 'hotcell.language';

/** Programs are remembered in this browser, one for each language, and are sent nowhere but to run. */
export const memory = {
  language: (): string | null => localStorage.getItem(latest),

  load(language: string): Program | null {
    try {
      const text = localStorage.getItem(slot(language));
      return text === null ? null : asProgram(JSON.parse(text));
    } catch {
      return null;
    }
  },

  save(program: Program): void {
    localStorage.setItem(latest, program.language);
    try {
      localStorage.setItem(slot(program.language), JSON.stringify(program));
    } catch {
      // The browser's quota is used up: what is on the screen is not lost by that.
    }
  },
};

/** What comes from outside is looked at: a link may hold anything. Null: it is no program. */
export function asProgram(value: unknown): Program | null {
  if (!isObject(value) || typeof value['language'] !== 'string' || !Array.isArray(value['files'])) return null;
  const files = value['files'].filter(isObject).map((file) => ({ name: text(file['name']), content: text(file['content']) }));
  if (files.length === 0 || files.some((file) => !file.name)) return null;
  const limits = isObject(value['limits']) ? value['limits'] : {};
  const tests = Array.isArray(value['tests']) ? value['tests'].filter(isObject) : [];
  return {
    language: value['language'],
    files,
    stdin: text(value['stdin']),
    args: text(value['args']),
    limits: { ...number('seconds', limits), ...number('memory', limits) },
    tests: tests.map((test) => ({ stdin: text(test['stdin']), expected: text(test['expected']) })),
  };
}

/** Words as a shell would make them, of text with quotes and backslashes; nothing in it is expanded. */
export function words(line: string): string[] {
  const found: string[] = [];
  let word = '';
  let inWord = false;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (char === '\\' && quote !== "'" && i + 1 < line.length) {
      word += line[++i];
      inWord = true;
    } else if (quote ? char === quote : char === '"' || char === "'") {
      quote = quote ? '' : char;
      inWord = true;
    } else if (!quote && /\s/.test(char)) {
      if (inWord) found.push(word);
      [word, inWord] = ['', false];
    } else {
      word += char;
      inWord = true;
    }
  }

  if (inWord) found.push(word);
  return found;
}

/** The line that `words` makes these words of. */
export function quote(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (name: string, values: Record<string, unknown>) => (typeof values[name] === 'number' ? { [name]: values[name] } : {});
