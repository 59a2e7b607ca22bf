import { find } from '../dom';
import type { Program } from '../program/program';

/** The boxes for input, arguments and limits. */
export class Form {
  private readonly stdin = find<HTMLTextAreaElement>('stdin');
  private readonly args = find<HTMLInputElement>('args');
  private readonly seconds = find<HTMLInputElement>('seconds');
  private readonly memory = find<HTMLInputElement>('memory');

  constructor(changed: (part: Partial<Program>) => void) {
    this.stdin.addEventListener('input', () => changed({ stdin: this.stdin.value }));
    this.args.addEventListener('input', () => changed({ args: this.args.value }));
    const { seconds, memory } = this;
    const limits = () =>
      changed({ limits: { ...(seconds.valueAsNumber > 0 ? { seconds: seconds.valueAsNumber } : {}), ...(memory.valueAsNumber > 0 ? { memory: memory.valueAsNumber } : {}) } });
    seconds.addEventListener('input', limits);
    memory.addEventListener('input', limits);
  }

  show(program: Program): void {
    this.stdin.value = program.stdin;
    this.args.value = program.args;
    this.seconds.value = program.limits.seconds?.toString() ?? '';
    this.memory.value = program.limits.memory?.toString() ?? '';
  }
}
