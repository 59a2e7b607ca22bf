import type { FileMark } from '../editor/marks';
import { make } from '../dom';

const most = 20;

/** Buttons that lead to the places with errors which compilers and runtimes name. */
export class Places {
  constructor(
    private readonly element: HTMLElement,
    private readonly jump: (mark: FileMark) => void,
  ) {}

  show(marks: readonly FileMark[]): void {
    const items = marks.slice(0, most).map((mark) => {
      const button = make('button', { type: 'button' }, `${mark.file}:${mark.line}${mark.column ? `:${mark.column}` : ''}  ${mark.message}`);
      button.addEventListener('click', () => this.jump(mark));
      return make('li', {}, button);
    });
    this.element.replaceChildren(...(items.length ? [make('ul', { className: 'marks', 'aria-label': 'Places with errors' }, ...items)] : []));
  }
}
