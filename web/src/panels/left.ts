import type { Execution, OutputFile } from '../api/documents';
import { make } from '../dom';

const pictures: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', svg: 'image/svg+xml' };

const typeOf = (name: string): string | undefined => pictures[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];

/** What the program has left behind: pictures are shown, everything can be saved. A picture is only ever an image: scripts in an SVG do not run. */
export class LeftFiles {
  private addresses: string[] = [];

  constructor(private readonly element: HTMLElement) {}

  show(execution: Execution | null): void {
    this.addresses.forEach((address) => URL.revokeObjectURL(address));
    this.addresses = [];
    const files = (execution?.output_files ?? []).map((file) => this.item(file));
    const leftOut = (execution?.left_out_files ?? []).map((file) => make('li', { className: 'note' }, `${file.name ?? 'others'}: ${file.reason}`));
    this.element.replaceChildren(...(files.length + leftOut.length ? [make('h2', {}, 'Files'), make('ul', {}, ...files, ...leftOut)] : []));
    this.element.hidden = files.length + leftOut.length === 0;
  }

  private item(file: OutputFile): HTMLElement {
    const bytes = Uint8Array.from(atob(file.content), (char) => char.charCodeAt(0));
    const type = typeOf(file.name);
    const address = URL.createObjectURL(new Blob([bytes], { type: type ?? 'application/octet-stream' }));
    this.addresses.push(address);
    const link = make('a', { href: address, download: file.name.slice(file.name.lastIndexOf('/') + 1) }, `Save ${file.name}`);
    return make('li', {}, ...(type ? [make('img', { src: address, alt: file.name })] : []), link, ` ${file.size} bytes`);
  }
}
