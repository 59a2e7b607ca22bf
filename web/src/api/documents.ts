/** The documents of the native API, as docs/api.md describes them; only what this page reads. */

export interface LanguageInfo {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly available: boolean;
  readonly version: string | null;
  readonly source_file: string;
  readonly highlighting: string | null;
  readonly example: string | null;
}

/** A program to begin with. */
export interface Sample {
  readonly name: string;
  /** What it does; may be empty. */
  readonly about: string;
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly stdin: string;
  readonly args: readonly string[];
}

export interface Stage {
  readonly verdict: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly wall_time_ms: number;
  readonly cpu_time_ms: number;
  readonly peak_memory_bytes: number;
  readonly refused_syscall: string | null;
  readonly hot: boolean;
  readonly cached?: boolean;
}

export interface TestOutcome {
  readonly verdict: string;
  readonly points: number;
  readonly max_points: number;
  readonly message: string | null;
  readonly run: Stage | null;
}

export interface OutputFile {
  readonly name: string;
  readonly size: number;
  /** Base64. */
  readonly content: string;
}

export interface Execution {
  readonly id: string;
  readonly language: string;
  readonly verdict: string;
  readonly compile: Stage | null;
  readonly run: Stage | null;
  readonly output_files?: readonly OutputFile[];
  readonly left_out_files?: readonly { readonly name: string | null; readonly reason: string }[];
  readonly score?: number;
  readonly max_score?: number;
  readonly tests?: readonly TestOutcome[];
  /** The service that ran it instead. */
  readonly fallback?: string;
  /** Protections that it ran without. */
  readonly degraded?: readonly string[];
}

/** RFC 9457, with every wrong field. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

export interface ExecutionRequest {
  readonly language: string;
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly args?: readonly string[];
  readonly stdin?: string;
  readonly limits?: Readonly<Record<string, number>>;
  readonly output_files?: readonly string[];
  readonly tests?: readonly { readonly stdin: string; readonly expected: string }[];
}

export type ExecutionEvent =
  | { readonly name: 'queued'; readonly data: { readonly id: string } }
  | { readonly name: 'compiling' | 'started'; readonly data: object }
  | { readonly name: 'compiled'; readonly data: { readonly verdict: string; readonly exit_code: number | null; readonly cached: boolean } }
  | { readonly name: 'output'; readonly data: { readonly stage: 'compile' | 'run'; readonly stream: 'stdout' | 'stderr'; readonly data: string } }
  | { readonly name: 'test'; readonly data: { readonly index: number; readonly test: TestOutcome } }
  | { readonly name: 'skipped'; readonly data: { readonly events: number } }
  | { readonly name: 'finished'; readonly data: Execution }
  | { readonly name: 'failed'; readonly data: Problem };
