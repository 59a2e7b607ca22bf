import { samples } from '../api/client';
import type { Sample } from '../api/documents';
import { find, make } from '../dom';

const titleOf = ({ name }: Sample): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

/** A dialog with the programs that a language has to begin with. */
export class Examples {
  private readonly dialog = find<HTMLDialogElement>('examples-dialog');
  private readonly list = find('examples-list');
  private readonly note = find('examples-note');

  constructor(private readonly pick: (language: string, sample: Sample) => void) {}

  /** @param name Of the language, for people. */
  async open(language: string, name: string): Promise<void> {
    find('examples-title').textContent = `Examples in ${name}`;
    this.note.textContent = 'Loading …';
    this.list.replaceChildren();
    this.dialog.showModal();
    try {
      const found = await samples(language);
      this.note.textContent = found.length ? 'One that is chosen takes the place of the program in the page.' : 'There are none.';
      this.list.replaceChildren(...found.map((sample) => make('li', {}, this.button(language, sample))));
      this.list.querySelector('button')?.focus();
    } catch (error) {
      this.note.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  private button(language: string, sample: Sample): HTMLElement {
    const button = make('button', { type: 'button' }, make('strong', {}, titleOf(sample)), ' ', make('small', {}, sample.about));
    button.addEventListener('click', () => {
      this.dialog.close();
      this.pick(language, sample);
    });
    return button;
  }
}
