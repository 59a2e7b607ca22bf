import { find } from '../dom';
import type { Program } from '../program/program';

/** Seconds of wall time: what a program has by itself, and at most, as docs/configuration.md has them. */
const seconds = { batch: { usual: 10, most: 120 }, live: { usual: 600, most: 3600 } };

/** The boxes for input, arguments and limits. */
export class Form {
  private readonly stdin = find<HTMLTextAreaElement>('stdin');
  private readonly args = find<HTMLInputElement>('args');
  private readonly seconds = find<HTMLInputElement>('seconds');
  private readonly memory = find<HTMLInputElement>('memory');

  constructor(changed: (part: Partial<Program>) => void) {
    this.stdin.addEventListener('input', () => changed({ stdin: this.stdin.value }));
    this.args.addEventListener('input', () => changed({ args: this.args.value }));
    const limits = () => {
      const [seconds, memory] = [this.seconds.valueAsNumber, this.memory.valueAsNumber];
      changed({ limits: { ...(seconds > 0 ? { seconds } : {}), ...(memory > 0 ? { memory } : {}) } });
    };
    this.seconds.addEventListener('input', limits);
    this.memory.addEventListener('input', limits);
  }

  /** Programs that wait for somebody to type have more time. */
  allow(isLive: boolean): void {
    const { usual, most } = isLive ? seconds.live : seconds.batch;
    this.seconds.placeholder = String(usual);
    this.seconds.max = String(most);
  }

  show(program: Program): void {
    this.stdin.value = program.stdin;
    this.args.value = program.args;
    this.seconds.value = program.limits.seconds?.toString() ?? '';
    this.memory.value = program.limits.memory?.toString() ?? '';
  }
}
