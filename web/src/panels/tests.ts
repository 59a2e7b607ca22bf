import type { TestOutcome } from '../api/documents';
import type { Test } from '../program/program';
import { make } from '../dom';

/** Tests: what the program reads, what it should print, and what became of it. */
export class Tests {
  private badges: HTMLElement[] = [];

  constructor(
    private readonly element: HTMLElement,
    private readonly get: () => readonly Test[],
    private readonly set: (tests: readonly Test[]) => void,
  ) {}

  draw(): void {
    this.badges = [];
    const rows = this.get().map((test, i) => this.row(test, i));
    const add = make('button', { type: 'button' }, '+ Test');
    add.addEventListener('click', () => {
      this.set([...this.get(), { stdin: '', expected: '' }]);
      this.draw();
      this.element.querySelectorAll('textarea')[2 * (this.get().length - 1)]?.focus();
    });
    const hint = rows.length ? null : make('p', { className: 'note' }, 'With tests, Run runs the program once for each of them and compares what it prints, blanks at the ends of lines aside.');
    this.element.replaceChildren(...[hint, ...rows, add].filter((child) => child !== null));
  }

  clear(): void {
    this.badges.forEach((badge) => (badge.textContent = ''));
  }

  tell(index: number, outcome: TestOutcome): void {
    const badge = this.badges[index];
    if (!badge) return;
    const well = outcome.verdict === 'Accepted';
    badge.className = `badge ${well ? 'well' : 'ill'}`;
    const time = outcome.run ? `, ${Math.round(outcome.run.wall_time_ms)} ms` : '';
    badge.textContent = `${well ? 'passed' : outcome.verdict}${time}`;
    badge.title = outcome.message ?? outcome.run?.stdout ?? '';
    if (!well && outcome.run) badge.append(make('pre', {}, outcome.run.output));
  }

  private row(test: Test, index: number): HTMLElement {
    const field = (name: 'stdin' | 'expected', label: string) => {
      const area = make('textarea', { value: test[name], rows: 3, spellcheck: false });
      area.addEventListener('input', () => this.set(this.get().map((one, i) => (i === index ? { ...one, [name]: area.value } : one))));
      return make('label', {}, label, area);
    };
    const remove = make('button', { type: 'button', 'aria-label': `Remove test ${index + 1}` }, 'Remove');
    remove.addEventListener('click', () => {
      this.set(this.get().filter((_, i) => i !== index));
      this.draw();
    });
    const badge = make('div', { className: 'badge', role: 'status', 'aria-label': `Verdict of test ${index + 1}` });
    this.badges[index] = badge;
    return make('fieldset', {}, make('legend', {}, `Test ${index + 1}`), field('stdin', 'Input'), field('expected', 'Expected output'), make('div', { className: 'row' }, badge, remove));
  }
}
