import type { SourceFile } from '../program/program';

/**
 * Shows an HTML program as a page. The frame is a document of the server's own with a policy of its own (`preview.html`): its scripts run in an
 * origin of nobody's, with no way to any network, and it gets the page as a message.
 */
export class Preview {
  constructor(private readonly frame: HTMLIFrameElement) {}

  show(files: readonly SourceFile[]): void {
    const page = compose(files);
    this.frame.addEventListener('load', () => this.frame.contentWindow?.postMessage(page, '*'), { once: true });
    this.frame.src = './preview.html';
  }
}

/** One document of the first file: what it names of the others stands in it. */
export function compose(files: readonly SourceFile[]): string {
  const [first, ...others] = files;
  if (!first) return '';
  if (first.name.endsWith('.css')) return `<!doctype html><style>${first.content}</style><h1>Heading</h1><p>A paragraph with a <a href="#">link</a>.</p><button>Button</button>`;
  const page = new DOMParser().parseFromString(first.content, 'text/html');
  const contentOf = (name: string | null) => others.find((file) => file.name === name?.replace(/^\.\//, ''))?.content;
  for (const link of page.querySelectorAll('link[rel=stylesheet]')) {
    const content = contentOf(link.getAttribute('href'));
    if (content !== undefined) link.replaceWith(Object.assign(page.createElement('style'), { textContent: content }));
  }

  for (const script of page.querySelectorAll('script[src]')) {
    const content = contentOf(script.getAttribute('src'));
    if (content !== undefined) {
      script.removeAttribute('src');
      script.textContent = content;
    }
  }

  return `<!doctype html>${page.documentElement.outerHTML}`;
}
