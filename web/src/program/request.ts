import type { ExecutionRequest } from '../api/documents';
import { words, type Program } from './program';

/**
 * What is sent to run a program. What it reads comes later, where its input is typed while it runs; nor is it tested then, and its time is mostly that of
 * whoever types, not of a CPU.
 */
export function requestOf(program: Program, isLive: boolean): ExecutionRequest {
  const { seconds, memory } = program.limits;
  return {
    language: program.language,
    files: program.files,
    args: words(program.args),
    limits: { ...(seconds ? { wall_time_ms: seconds * 1000, ...(isLive ? {} : { cpu_time_ms: seconds * 1000 }) } : {}), ...(memory ? { memory_mb: memory } : {}) },
    ...(!isLive && program.tests.length ? { tests: program.tests } : { output_files: ['**'] }),
    ...(isLive || program.tests.length ? {} : { stdin: program.stdin }),
  };
}
