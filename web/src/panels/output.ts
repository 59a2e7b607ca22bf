import { make } from '../dom';

/** What is shown of an output; the rest is in the result, and can be saved. A page with more is slow to scroll and to read aloud. */
const mostShown = 400_000;

/** What the program writes, as it comes: stderr is told apart by colour and by a label that screen readers say. */
export class Output {
  private shown = 0;
  private last: { stream: string; text: Text } | null = null;

  constructor(private readonly element: HTMLElement) {}

  clear(): void {
    this.element.replaceChildren();
    [this.shown, this.last] = [0, null];
  }

  write(stream: 'stdout' | 'stderr', text: string): void {
    if (this.shown >= mostShown) return;
    const atEnd = this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < 40;
    const part = text.slice(0, mostShown - this.shown);
    this.shown += part.length;
    if (this.last?.stream === stream) {
      this.last.text.appendData(part);
    } else {
      const node = document.createTextNode(part);
      this.element.append(make('span', { className: stream, ...(stream === 'stderr' ? { role: 'group', 'aria-label': 'error output' } : {}) }, node));
      this.last = { stream, text: node };
    }

    if (this.shown >= mostShown) this.say('… the rest is not shown');
    if (atEnd) this.element.scrollTop = this.element.scrollHeight;
  }

  /** A line of ours, not the program's. */
  say(text: string): void {
    this.element.append(make('p', { className: 'note' }, text));
    this.last = null;
  }
}
