import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, defaultHighlightStyle, foldGutter, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const dark = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: '#c9a5ff' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: '#a5e3a1' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: '#ffb98a' },
  { tag: [tags.comment, tags.meta], color: '#9aa3b8', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName), tags.tagName], color: '#8fc1ff' },
  { tag: [tags.typeName, tags.className, tags.attributeName], color: '#ffd98a' },
]);

/** Somewhere in a file that a compiler or a runtime complains of. */
export interface Mark {
  /** From 1. */
  readonly line: number;
  /** From 1; absent: the whole line. */
  readonly column?: number;
  readonly message: string;
}

/**
 * The editor. It lives in a shadow root: there its styles are adopted style sheets, which the page's Content-Security-Policy need not allow as
 * inline styles.
 */
export class Editor {
  private readonly view: EditorView;
  private readonly mode = new Compartment();
  private readonly look = new Compartment();
  private readonly always: Extension;
  private modeNow: Extension = [];
  private lookNow: Extension = [];

  constructor(parent: HTMLElement, label: string, run: () => void, changed: (text: string) => void) {
    const root = parent.attachShadow({ mode: 'open' });
    this.always = [
      lineNumbers(),
      lintGutter(),
      foldGutter(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of('    '),
      bracketMatching(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      // Escape, then Tab leaves the editor, as its documentation on accessibility says.
      keymap.of([{ key: 'Mod-Enter', run: () => (run(), true) }, ...defaultKeymap, ...searchKeymap, ...historyKeymap, indentWithTab]),
      // Editable text can have the focus as it is; tools that look for scrolled parts out of reach want to be told.
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
    ];
    this.view = new EditorView({ parent: root, root, state: this.stateOf('') });
  }

  /** Shows another text, which is no change of the user's; and what he undoes from now on is of this text alone. */
  show(text: string): void {
    this.view.setState(this.stateOf(text));
  }

  highlight(mode: Extension): void {
    this.modeNow = mode;
    this.view.dispatch({ effects: this.mode.reconfigure(mode) });
  }

  darken(on: boolean): void {
    const size = { '&': { height: '100%', fontSize: '14px' }, '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' }, '.cm-activeLine': { backgroundColor: 'transparent' } };
    this.lookNow = [
      EditorView.theme({ ...size, ...(on ? { '.cm-gutters': { backgroundColor: 'transparent', color: '#9aa3b8' } } : {}) }, { dark: on }),
      syntaxHighlighting(on ? dark : defaultHighlightStyle),
    ];
    this.view.dispatch({ effects: this.look.reconfigure(this.lookNow) });
  }

  mark(marks: readonly Mark[]): void {
    const { doc } = this.view.state;
    const diagnostics = marks
      .filter((mark) => mark.line >= 1 && mark.line <= doc.lines)
      .map((mark) => {
        const line = doc.line(mark.line);
        return { from: Math.min(line.to, line.from + (mark.column ?? 1) - 1), to: line.to, severity: 'error' as const, message: mark.message };
      });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  jump(mark: Mark): void {
    const { doc } = this.view.state;
    const line = doc.line(Math.min(Math.max(1, mark.line), doc.lines));
    this.view.dispatch({ selection: { anchor: Math.min(line.to, line.from + (mark.column ?? 1) - 1) }, scrollIntoView: true });
    this.view.focus();
  }

  private stateOf(text: string): EditorState {
    return EditorState.create({ doc: text, extensions: [this.always, this.mode.of(this.modeNow), this.look.of(this.lookNow)] });
  }
}
