import type { SourceFile } from '../program/program';
import { make } from '../dom';

/** The tabs of a program's files. The first is the one that runs. */
export class Files {
  private current = 0;

  constructor(
    private readonly tabs: HTMLElement,
    private readonly get: () => readonly SourceFile[],
    private readonly set: (files: readonly SourceFile[]) => void,
    private readonly show: (file: SourceFile) => void,
  ) {
    tabs.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined || !(event.target as HTMLElement).matches('[role=tab]')) return;
      const count = this.get().length;
      this.open((this.current + step + count) % count);
      this.tabs.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
    });
  }

  get index(): number {
    return this.current;
  }

  open(index: number): void {
    this.current = Math.min(Math.max(0, index), this.get().length - 1);
    this.draw();
    this.show(this.get()[this.current]!);
  }

  openNamed(name: string): void {
    this.open(this.get().findIndex((file) => file.name === name));
  }

  private draw(): void {
    const files = this.get();
    const tabs = files.map((file, i) => {
      const tab = make('button', { type: 'button', role: 'tab', 'aria-selected': String(i === this.current), 'aria-controls': 'editor', tabIndex: i === this.current ? 0 : -1 }, file.name);
      tab.addEventListener('click', () => this.open(i));
      tab.addEventListener('dblclick', () => this.rename(i));
      return tab;
    });
    const list = make('div', { role: 'tablist', 'aria-label': 'Files' }, ...tabs);
    const rename = make('button', { type: 'button', title: 'Rename this file' }, 'Rename');
    rename.addEventListener('click', () => this.rename(this.current));
    const add = make('button', { type: 'button', title: 'Add a file' }, '+ File');
    add.addEventListener('click', () => this.add());
    const remove = make('button', { type: 'button', title: 'Remove this file', disabled: files.length === 1 }, 'Remove');
    remove.addEventListener('click', () => this.remove());
    this.tabs.replaceChildren(list, make('div', { className: 'tools' }, rename, add, remove));
  }

  private add(): void {
    const name = this.ask('Name of the new file', '');
    if (!name) return;
    this.set([...this.get(), { name, content: '' }]);
    this.open(this.get().length - 1);
  }

  private rename(index: number): void {
    const file = this.get()[index];
    const name = file && this.ask('New name of the file', file.name);
    if (!name) return;
    this.set(this.get().map((one, i) => (i === index ? { ...one, name } : one)));
    this.open(index);
  }

  private remove(): void {
    const file = this.get()[this.current];
    if (file?.content && !confirm(`Remove ${file.name}?`)) return;
    this.set(this.get().filter((_, i) => i !== this.current));
    this.open(this.current - 1);
  }

  /** A name that no other file has; what else is wrong with it the server tells. */
  private ask(question: string, name: string): string | null {
    const answer = prompt(question, name)?.trim();
    if (!answer || answer === name) return null;
    if (!this.get().some((file) => file.name === answer)) return answer;
    alert(`There is a file ${answer} already.`);
    return null;
  }
}
