import { apiKey } from '../api/client';
import { find } from '../dom';

/** The dialog that asks for the API key. */
export class KeyDialog {
  private readonly dialog = find<HTMLDialogElement>('key-dialog');

  constructor(kept: () => void) {
    const key = find<HTMLInputElement>('key');
    key.value = apiKey.get();
    find('key-button').addEventListener('click', () => this.open());
    this.dialog.addEventListener('close', () => {
      if (this.dialog.returnValue !== 'keep') return;
      apiKey.set(key.value.trim());
      kept();
    });
  }

  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }
}
