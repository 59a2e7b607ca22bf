/** A line of the text format of Prometheus (version 0.0.4). */
interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** By what is counted. */
export type Counts = ReadonlyMap<string, number>;

/** Executions by the upper bound of how long they took, in seconds; as in Prometheus, each bound counts all that lie below it. */
export type Histogram = ReadonlyMap<number, number>;

/** What the server has counted since it began, and what it runs now. */
export interface Totals {
  /** Programs that are talked to, now. */
  readonly interactive: number;
  /** Executions that ended, by verdict. */
  readonly verdicts: Counts;
  /** Programs whose runtime had booted before they came, by language. */
  readonly hot: Counts;
  /** Programs whose runtime had to boot first, by language; also of those that have none. */
  readonly cold: Counts;
  /** By stage. */
  readonly durations: ReadonlyMap<string, Histogram>;
}

function parse(text: string): readonly Series[] {
  const found: Series[] = [];
  for (const [, name = '', labels = '', value] of text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)/gm)) {
    found.push({ name, labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, content]) => [key, content])), value: Number(value) });
  }

  return found;
}

/** Adds up what has one label in common. */
function sum(series: readonly Series[], name: string, label: string, only: (labels: Series['labels']) => boolean = () => true): Map<string, number> {
  const totals = new Map<string, number>();
  for (const one of series) {
    const key = one.labels[label];
    if (one.name === name && key !== undefined && only(one.labels)) totals.set(key, (totals.get(key) ?? 0) + one.value);
  }

  return totals;
}

/** @param text What `GET /metrics` says. */
export function totalsOf(text: string): Totals {
  const series = parse(text);
  const starts = (start: string) => sum(series, 'hotcell_stages_total', 'language', (labels) => labels['stage'] === 'run' && labels['start'] === start);
  const bucket = 'hotcell_execution_duration_seconds_bucket';
  const histogram = (stage: string) => new Map([...sum(series, bucket, 'le', (labels) => labels['stage'] === stage)].map(([bound, count]) => [Number(bound.replace('+Inf', 'Infinity')), count]));
  return {
    interactive: series.find(({ name }) => name === 'hotcell_executions_interactive')?.value ?? 0,
    verdicts: sum(series, 'hotcell_executions_total', 'verdict'),
    hot: starts('hot'),
    cold: starts('cold'),
    durations: new Map(['queue', 'compile', 'run', 'total'].map((stage) => [stage, histogram(stage)])),
  };
}

/** What has come in between: only what is more than nothing. */
export function since<K>(then: ReadonlyMap<K, number> | undefined, now: ReadonlyMap<K, number> | undefined): Map<K, number> {
  return new Map([...(now ?? [])].map(([key, count]) => [key, count - (then?.get(key) ?? 0)] as const).filter(([, count]) => count > 0));
}

/** How long such a part of all has taken at most, in seconds: a straight line through its bucket, as Prometheus draws it. Null: there was none. */
export function quantile(part: number, histogram: Histogram): number | null {
  const buckets = [...histogram].sort(([one], [other]) => one - other);
  const rank = part * (buckets.at(-1)?.[1] ?? 0);
  let [below, before] = [0, 0];
  for (const [bound, count] of buckets) {
    if (rank > 0 && count >= rank) return bound === Infinity ? below : below + ((bound - below) * (rank - before)) / (count - before);
    [below, before] = [bound, count];
  }

  return null;
}
