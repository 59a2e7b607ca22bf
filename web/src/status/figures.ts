import { make } from '../dom';
import { bars, lines } from './charts';
import type { Moment, Past } from './past';
import type { SystemReport } from './report';
import { quantile, type Totals } from './metrics';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1048576)} MiB`;
const short = (value: number): string => String(Number(value.toPrecision(2)));
const duration = (seconds: number | null): string => (seconds === null ? '–' : seconds < 1 ? `${short(seconds * 1000)} ms` : `${short(seconds)} s`);

interface Gauge {
  readonly name: string;
  readonly value: (report: SystemReport, totals: Totals) => number;
  readonly text: (report: SystemReport, totals: Totals) => string;
}

const gauges: readonly Gauge[] = [
  { name: 'Running', value: ({ queue }) => queue.running, text: ({ queue }) => `${queue.running} of ${queue.maxRunning}` },
  { name: 'Waiting', value: ({ queue }) => queue.waiting, text: ({ queue }) => `${queue.waiting} of ${queue.maxWaiting}` },
  { name: 'Busy cells', value: ({ cells }) => cells.busy, text: ({ cells }, { interactive }) => `${cells.busy}, ${interactive} interactive` },
  { name: 'Ready cells', value: ({ cells }) => cells.ready, text: ({ cells }) => String(cells.ready) },
  { name: 'Load', value: ({ load }) => load.one, text: ({ load }) => `${load.one.toFixed(2)} on ${load.cpus} CPUs` },
  { name: 'Memory of the server', value: ({ memory }) => memory.server, text: ({ memory }) => megabytes(memory.server) },
  { name: 'Memory available', value: ({ memory }) => memory.available, text: ({ memory }) => `${megabytes(memory.available)} of ${megabytes(memory.total)}` },
  { name: 'Compile cache', value: ({ memory }) => memory.compileCache, text: ({ memory }) => megabytes(memory.compileCache) },
];

/** The stages of the histogram, by what they are for people. */
const stages: Readonly<Record<string, string>> = { queue: 'Time in the queue', compile: 'Time of compilers', run: 'Time of programs', total: 'Time of executions' };

const figure = (name: string, text: string, drawing: Element): HTMLElement => make('figure', { className: 'figure' }, make('figcaption', {}, name), make('strong', {}, text), drawing);

/** What there is now, and was over the last minutes. */
export function gaugeFigures(past: Past): HTMLElement[] {
  const { report, totals } = past.now;
  return gauges.map(({ name, value, text }) => figure(name, text(report, totals), lines(past.width, past.moments.map((moment) => value(moment.report, moment.totals)))));
}

/** How long each stage took: of those that ended in the last minute before each moment, half were as quick, and all but one in a hundred. */
export function latencyFigures(past: Past): HTMLElement[] {
  return Object.entries(stages).map(([stage, name]) => {
    const at = (part: number) => (moment: Moment) => quantile(part, moment.lastMinute.get(stage) ?? new Map());
    const text = `p50 ${duration(at(0.5)(past.now))} · p99 ${duration(at(0.99)(past.now))}`;
    return figure(name, text, lines(past.width, past.moments.map(at(0.5)), past.moments.map(at(0.99))));
  });
}

/** What became of the executions of the last minutes, and of which languages the runtime had booted before the program came. */
export function countFigures(past: Past): HTMLElement[] {
  const { verdicts, hot, cold } = past.counted();
  const ended = [...verdicts].sort(([, one], [, other]) => other - one);
  const languages = [...new Set([...hot.keys(), ...cold.keys()])].sort();
  const started = languages.map((name) => ({ name, parts: [hot.get(name) ?? 0, cold.get(name) ?? 0] as const }));
  const total = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + count, 0);
  return [
    figure('Verdicts', `${total(verdicts.values())} executions`, bars(ended.map(([name, count]) => ({ name, text: String(count), parts: [count] })))),
    figure('Starts', `${total(hot.values())} hot · ${total(cold.values())} cold`, bars(started.map(({ name, parts }) => ({ name, text: `${parts[0]} hot, ${parts[1]} cold`, parts })))),
  ];
}
