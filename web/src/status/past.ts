import { since, type Counts, type Histogram, type Totals } from './metrics';
import type { SystemReport } from './report';

/** What was seen at one time. */
export interface Moment {
  readonly report: SystemReport;
  readonly totals: Totals;
  /** Of the executions that ended in the minute before, by stage. */
  readonly lastMinute: ReadonlyMap<string, Histogram>;
}

/** The last minutes, as this page has seen them. */
export class Past {
  private seen: Moment[] = [];

  /**
   * @param most Moments that are kept.
   * @param minute Moments that make a minute.
   */
  constructor(
    private readonly most: number,
    private readonly minute: number,
  ) {}

  /** How many moments a drawing is wide. */
  get width(): number {
    return Math.max(this.seen.length, this.minute);
  }

  get moments(): readonly Moment[] {
    return this.seen;
  }

  get now(): Moment {
    return this.seen.at(-1)!;
  }

  add(report: SystemReport, totals: Totals): void {
    // A server that was started anew counts from the beginning.
    if (this.seen.length && count(totals.verdicts) < count(this.now.totals.verdicts)) this.seen = [];
    const before = this.seen.at(-this.minute) ?? this.seen[0];
    const lastMinute = new Map([...totals.durations].map(([stage, now]) => [stage, since((before?.totals ?? totals).durations.get(stage), now)]));
    this.seen.push({ report, totals, lastMinute });
    this.seen.splice(0, this.seen.length - this.most);
  }

  /** What has ended and begun since the first moment that is kept. */
  counted(): { readonly verdicts: Counts; readonly hot: Counts; readonly cold: Counts } {
    const [first, last] = [this.seen[0]!.totals, this.now.totals];
    return { verdicts: since(first.verdicts, last.verdicts), hot: since(first.hot, last.hot), cold: since(first.cold, last.cold) };
  }
}

const count = (counts: Counts): number => [...counts.values()].reduce((sum, one) => sum + one, 0);
