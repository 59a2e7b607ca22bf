import type { Execution, Stage } from '../api/documents';

const megabytes = (bytes: number): string => `${(bytes / 1048576).toFixed(1)} MiB`;
const milliseconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`);

/** What a verdict means to someone who does not know the word. */
const meanings: Readonly<Record<string, string>> = {
  Ok: 'Done',
  Accepted: 'All tests passed',
  WrongAnswer: 'Wrong answer',
  CompileError: 'It does not compile',
  RuntimeError: 'Ended with an error',
  Signalled: 'Ended by a signal',
  TimeLimit: 'Took too long',
  CpuTimeLimit: 'Used too much CPU time',
  MemoryLimit: 'Used too much memory',
  OutputLimit: 'Wrote too much',
  ProcessLimit: 'Started too many processes',
  Cancelled: 'Stopped',
  ForbiddenSyscall: 'Did what is not allowed',
};

/** The line below the output: verdict, exit code, time, CPU, memory, how it was started, and where and with what missing. */
export function summarize(execution: Execution): { readonly well: boolean; readonly parts: readonly string[] } {
  const stage: Stage | null = execution.run ?? execution.compile;
  const parts = [meanings[execution.verdict] ?? execution.verdict];
  if (execution.tests) parts.push(`${execution.score ?? 0} of ${execution.max_score ?? 0} points`);
  if (stage) {
    if (stage.exit_code !== null) parts.push(`exit code ${stage.exit_code}`);
    if (stage.signal) parts.push(stage.signal);
    if (stage.refused_syscall) parts.push(`refused: ${stage.refused_syscall}`);
    parts.push(milliseconds(stage.wall_time_ms), `CPU ${milliseconds(stage.cpu_time_ms)}`, megabytes(stage.peak_memory_bytes));
  }

  if (execution.compile && execution.run) {
    parts.push(execution.compile.cached ? 'compiled before' : `compiled in ${milliseconds(execution.compile.wall_time_ms)}`);
  }

  if (stage) parts.push(stage.hot || execution.compile?.hot ? 'hot' : 'cold');
  if (execution.fallback) parts.push(`ran on ${execution.fallback}`);
  if (execution.degraded) parts.push(`without ${execution.degraded.join(', ')}`);
  return { well: execution.verdict === 'Ok' || execution.verdict === 'Accepted', parts };
}
