import { StreamLanguage, type LanguageSupport, type StreamParser } from '@codemirror/language';
import type { Extension } from '@codemirror/state';

const legacy = (parser: StreamParser<unknown>): Extension => StreamLanguage.define(parser);
const whole = (support: LanguageSupport): Extension => support;

/** By the names that language folders use. Each is loaded when its language is first chosen. */
const loaders: Readonly<Record<string, () => Promise<Extension>>> = {
  c: async () => legacy((await import('@codemirror/legacy-modes/mode/clike')).c),
  clojure: async () => legacy((await import('@codemirror/legacy-modes/mode/clojure')).clojure),
  cobol: async () => legacy((await import('@codemirror/legacy-modes/mode/cobol')).cobol),
  commonlisp: async () => legacy((await import('@codemirror/legacy-modes/mode/commonlisp')).commonLisp),
  cpp: async () => whole((await import('@codemirror/lang-cpp')).cpp()),
  csharp: async () => legacy((await import('@codemirror/legacy-modes/mode/clike')).csharp),
  css: async () => whole((await import('@codemirror/lang-css')).css()),
  d: async () => legacy((await import('@codemirror/legacy-modes/mode/d')).d),
  dart: async () => legacy((await import('@codemirror/legacy-modes/mode/clike')).dart),
  elixir: async () => legacy((await import('@codemirror/legacy-modes/mode/ruby')).ruby),
  erlang: async () => legacy((await import('@codemirror/legacy-modes/mode/erlang')).erlang),
  fortran: async () => legacy((await import('@codemirror/legacy-modes/mode/fortran')).fortran),
  fsharp: async () => legacy((await import('@codemirror/legacy-modes/mode/mllike')).fSharp),
  go: async () => whole((await import('@codemirror/lang-go')).go()),
  haskell: async () => legacy((await import('@codemirror/legacy-modes/mode/haskell')).haskell),
  html: async () => whole((await import('@codemirror/lang-html')).html()),
  java: async () => whole((await import('@codemirror/lang-java')).java()),
  javascript: async () => whole((await import('@codemirror/lang-javascript')).javascript()),
  kotlin: async () => legacy((await import('@codemirror/legacy-modes/mode/clike')).kotlin),
  lua: async () => legacy((await import('@codemirror/legacy-modes/mode/lua')).lua),
  nasm: async () => legacy((await import('@codemirror/legacy-modes/mode/gas')).gas),
  nim: async () => legacy((await import('@codemirror/legacy-modes/mode/python')).python),
  ocaml: async () => legacy((await import('@codemirror/legacy-modes/mode/mllike')).oCaml),
  octave: async () => legacy((await import('@codemirror/legacy-modes/mode/octave')).octave),
  pascal: async () => legacy((await import('@codemirror/legacy-modes/mode/pascal')).pascal),
  perl: async () => legacy((await import('@codemirror/legacy-modes/mode/perl')).perl),
  php: async () => whole((await import('@codemirror/lang-php')).php()),
  python: async () => whole((await import('@codemirror/lang-python')).python()),
  r: async () => legacy((await import('@codemirror/legacy-modes/mode/r')).r),
  ruby: async () => legacy((await import('@codemirror/legacy-modes/mode/ruby')).ruby),
  rust: async () => whole((await import('@codemirror/lang-rust')).rust()),
  scala: async () => legacy((await import('@codemirror/legacy-modes/mode/clike')).scala),
  shell: async () => legacy((await import('@codemirror/legacy-modes/mode/shell')).shell),
  sql: async () => whole((await import('@codemirror/lang-sql')).sql()),
  swift: async () => legacy((await import('@codemirror/legacy-modes/mode/swift')).swift),
  typescript: async () => whole((await import('@codemirror/lang-javascript')).javascript({ typescript: true })),
};

/** Nothing for a language that no mode is known for. */
export async function highlighting(name: string | null): Promise<Extension> {
  return (await loaders[name ?? '']?.()) ?? [];
}
