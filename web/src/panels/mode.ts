const slot = 'hotcell.input';
const live = 'while';

/** When input comes: before the run, in a box, or while it runs, in a terminal. Remembered; parts of the page with `data-mode` are there in one of both. */
export class InputMode {
  constructor(
    private readonly group: HTMLElement,
    private readonly changed: () => void,
  ) {
    const remembered = this.choices.find((choice) => choice.value === localStorage.getItem(slot));
    if (remembered) remembered.checked = true;
    group.addEventListener('change', () => {
      localStorage.setItem(slot, this.value);
      this.apply();
    });
  }

  /** Whether input comes while the program runs. */
  get isLive(): boolean {
    return this.value === live;
  }

  apply(): void {
    for (const part of document.querySelectorAll<HTMLElement>('[data-mode]')) part.hidden = part.dataset['mode'] !== this.value;
    this.changed();
  }

  private get choices(): HTMLInputElement[] {
    return [...this.group.querySelectorAll('input')];
  }

  private get value(): string {
    return this.choices.find((choice) => choice.checked)?.value ?? '';
  }
}
