import { make } from '../dom';

export interface Choice {
  readonly id: string;
  readonly name: string;
  /** Other names that it is found by. */
  readonly words: readonly string[];
  readonly note: string;
}

/** A searchable list to choose one from: the combobox pattern of the ARIA Authoring Practices Guide, with a list popup. */
export class Combobox {
  private readonly list = make('ul', { id: 'choices', role: 'listbox', hidden: true, 'aria-label': 'Languages' });
  private choices: readonly Choice[] = [];
  private shown: readonly Choice[] = [];
  private chosen: Choice | null = null;
  private active = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly pick: (choice: Choice) => void,
  ) {
    input.after(this.list);
    input.addEventListener('focus', () => input.select());
    input.addEventListener('click', () => this.open(''));
    input.addEventListener('input', () => this.open(input.value));
    input.addEventListener('keydown', (event) => this.press(event));
    input.addEventListener('blur', () => this.close());
    // Before the blur that a click would cause.
    this.list.addEventListener('mousedown', (event) => {
      event.preventDefault();
      const index = Number((event.target as HTMLElement).closest('li')?.dataset['index'] ?? -1);
      if (index >= 0) this.take(index);
    });
  }

  offer(choices: readonly Choice[]): void {
    this.choices = choices;
    if (this.isUsed) this.open(this.input.value);
  }

  show(id: string): void {
    this.chosen = this.choices.find((choice) => choice.id === id) ?? null;
    if (!this.isUsed) this.input.value = this.chosen?.name ?? id;
  }

  /** Nothing is written into it while somebody types. */
  private get isUsed(): boolean {
    return document.activeElement === this.input;
  }

  private open(search: string): void {
    const wanted = search.trim().toLowerCase();
    const names = (choice: Choice) => [choice.id, choice.name.toLowerCase(), ...choice.words];
    this.shown = this.choices
      .filter((choice) => names(choice).some((name) => name.includes(wanted)))
      .sort((one, other) => Number(names(other).some((name) => name.startsWith(wanted))) - Number(names(one).some((name) => name.startsWith(wanted))));
    this.list.replaceChildren(
      ...this.shown.map((choice, index) =>
        make('li', { id: `choice-${index}`, role: 'option', 'aria-selected': 'false', 'data-index': String(index) }, choice.name, make('small', {}, choice.note)),
      ),
    );
    this.list.hidden = this.shown.length === 0;
    this.input.setAttribute('aria-expanded', String(!this.list.hidden));
    this.activate(wanted ? 0 : this.shown.findIndex((choice) => choice === this.chosen));
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    this.input.value = this.chosen?.name ?? '';
  }

  private press(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (this.list.hidden) this.open('');
      else this.activate((this.active + (event.key === 'ArrowDown' ? 1 : this.shown.length - 1) + this.shown.length) % this.shown.length);
    } else if (event.key === 'Enter' && !this.list.hidden && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (this.active >= 0) this.take(this.active);
    } else if (event.key === 'Escape') {
      this.close();
    }
  }

  private activate(index: number): void {
    const items = this.list.children;
    items[this.active]?.setAttribute('aria-selected', 'false');
    this.active = index;
    const item = items[index];
    if (!item) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }

    item.setAttribute('aria-selected', 'true');
    item.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', item.id);
  }

  private take(index: number): void {
    const choice = this.shown[index];
    if (!choice) return;
    this.chosen = choice;
    this.close();
    this.pick(choice);
  }
}
