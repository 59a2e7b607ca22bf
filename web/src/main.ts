/**
 * The playground. Theory of operation: there is one program (`program/`), which the editor and the panels show and change; every change is
 * remembered in the browser. Run sends it (`api/`) and hands what happens to the panels, as it happens. Nothing is kept on the server.
 */
import { apiKey, ApiError, Away, languages, run } from './api/client';
import type { Execution, ExecutionEvent, ExecutionRequest, LanguageInfo } from './api/documents';
import { find } from './dom';
import { Editor } from './editor/editor';
import { highlighting } from './editor/highlighting';
import { findMarks, type FileMark } from './editor/marks';
import { Combobox } from './panels/combobox';
import { Files } from './panels/files';
import { LeftFiles } from './panels/left';
import { Output } from './panels/output';
import { Preview } from './panels/preview';
import { summarize } from './panels/summary';
import { Tests } from './panels/tests';
import { memory, words, type Program } from './program/program';
import { fromLink, toLink } from './program/share';
import { theme } from './theme';

const emptyProgram: Program = { language: 'python', files: [{ name: 'main.py', content: '' }], stdin: '', args: '', limits: {}, tests: [] };
const previewed = new Set(['html', 'css']);

let program = emptyProgram;
let known: readonly LanguageInfo[] = [];
let running: AbortController | null = null;

const input = find<HTMLTextAreaElement>('stdin');
const args = find<HTMLInputElement>('args');
const seconds = find<HTMLInputElement>('seconds');
const megabytes = find<HTMLInputElement>('memory');
const runButton = find<HTMLButtonElement>('run');
const stopButton = find<HTMLButtonElement>('stop');
const status = find('status');
const frame = find<HTMLIFrameElement>('preview');
const output = new Output(find('output'));
const left = new LeftFiles(find('files-left'));
const preview = new Preview(frame);
const editor = new Editor(find('editor'), 'Program', () => void start(), (text) =>
  change({ files: program.files.map((file, i) => (i === files.index ? { ...file, content: text } : file)) }),
);
const files = new Files(find('files'), () => program.files, (changed) => change({ files: changed }), (file) => editor.show(file.content));
const tests = new Tests(find('tests'), () => program.tests, (changed) => change({ tests: changed }));
const chooser = new Combobox(find<HTMLInputElement>('language'), (choice) => {
  use(memory.load(choice.id) ?? example(choice.id));
  change({});
});

/** A change by hand: from now on it is this program that is remembered, and no link holds it. */
function change(part: Partial<Program>): void {
  program = { ...program, ...part };
  memory.save(program);
  if (location.hash) history.replaceState(null, '', location.pathname);
}

/** Shows a program in all panels. One from a link replaces what is remembered only when it is changed. */
function use(shown: Program): void {
  program = shown;
  chooser.show(program.language);
  input.value = program.stdin;
  args.value = program.args;
  seconds.value = program.limits.seconds?.toString() ?? '';
  megabytes.value = program.limits.memory?.toString() ?? '';
  editor.mark([]);
  files.open(0);
  tests.draw();
  frame.hidden = !previewed.has(program.language);
  const mode = known.find((language) => language.id === program.language)?.highlighting ?? null;
  void highlighting(mode).then((extension) => editor.highlight(extension));
}

/** The language's own program to begin with. */
function example(id: string): Program {
  const language = known.find((one) => one.id === id);
  // A name with a template stands for what the compiler wants; the server fills it in when the request leaves the name out.
  const name = language?.source_file.includes('{') ? `Main${language.source_file.slice(language.source_file.lastIndexOf('.'))}` : (language?.source_file ?? 'main.txt');
  return { ...emptyProgram, language: id, files: [{ name, content: language?.example ?? '' }] };
}

function request(): ExecutionRequest {
  const limits = {
    ...(program.limits.seconds ? { wall_time_ms: program.limits.seconds * 1000, cpu_time_ms: program.limits.seconds * 1000 } : {}),
    ...(program.limits.memory ? { memory_mb: program.limits.memory } : {}),
  };
  return {
    language: program.language,
    files: program.files,
    args: words(program.args),
    limits,
    ...(program.tests.length ? { tests: program.tests } : { stdin: program.stdin, output_files: ['**'] }),
  };
}

async function start(): Promise<void> {
  running?.abort();
  const mine = (running = new AbortController());
  output.clear();
  tests.clear();
  left.show(null);
  editor.mark([]);
  stopButton.disabled = false;
  tell('Waiting …');
  if (previewed.has(program.language)) preview.show(program.files);
  try {
    for await (const event of run(request(), mine.signal)) {
      if (running !== mine) return;
      happened(event);
    }
  } catch (error) {
    if (running === mine) failed(error, mine.signal.aborted);
  } finally {
    if (running === mine) {
      running = null;
      stopButton.disabled = true;
    }
  }
}

function happened(event: ExecutionEvent): void {
  switch (event.name) {
    case 'compiling':
      return tell('Compiling …');
    case 'started':
      return tell('Running …');
    case 'output':
      return output.write(event.data.stream, event.data.data);
    case 'test':
      return tests.tell(event.data.index, event.data.test);
    case 'skipped':
      return output.say(`${event.data.events} outputs were left out`);
    case 'finished':
      return finished(event.data);
    case 'failed':
      return failed(new ApiError(event.data), false);
  }
}

function finished(execution: Execution): void {
  const { well, parts } = summarize(execution);
  tell(parts.join(' · '), well ? 'well' : 'ill');
  left.show(execution);
  const complaint = `${execution.compile?.output ?? ''}\n${execution.run?.stderr ?? ''}`;
  const marks = well ? [] : findMarks(complaint, program.files.map((file) => file.name));
  output.offer(marks, jump);
  showMarks(marks);
}

function jump(mark: FileMark): void {
  files.openNamed(mark.file);
  showMarks([mark]);
  editor.jump(mark);
}

function showMarks(marks: readonly FileMark[]): void {
  const shown = program.files[files.index]?.name;
  editor.mark(marks.filter((mark) => mark.file === shown));
}

function failed(error: unknown, stopped: boolean): void {
  if (stopped) return tell('Stopped');
  if (error instanceof ApiError && error.needsKey) find<HTMLDialogElement>('key-dialog').showModal();
  tell(error instanceof Error ? error.message : String(error), 'ill');
  if (error instanceof Away) void reconnect();
}

function tell(text: string, kind = ''): void {
  status.textContent = text;
  status.className = kind;
}

/** Until the server answers again. */
async function reconnect(): Promise<void> {
  const away = find('away');
  for (away.hidden = false; !away.hidden; ) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    try {
      await load();
      away.hidden = true;
    } catch (error) {
      away.hidden = !(error instanceof Away);
    }
  }
}

async function load(): Promise<void> {
  known = (await languages()).filter((language) => language.available);
  chooser.offer(known.map(({ id, name, aliases, version }) => ({ id, name, words: aliases, note: version ?? '' })));
  chooser.show(program.language);
}

function wire(): void {
  runButton.addEventListener('click', () => void start());
  stopButton.addEventListener('click', () => running?.abort());
  addEventListener('pagehide', () => running?.abort());
  addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) void start();
  });
  input.addEventListener('input', () => change({ stdin: input.value }));
  args.addEventListener('input', () => change({ args: args.value }));
  const limits = () => change({ limits: { ...(seconds.valueAsNumber > 0 ? { seconds: seconds.valueAsNumber } : {}), ...(megabytes.valueAsNumber > 0 ? { memory: megabytes.valueAsNumber } : {}) } });
  seconds.addEventListener('input', limits);
  megabytes.addEventListener('input', limits);
  find('example').addEventListener('click', () => {
    use(example(program.language));
    change({});
  });
  find('theme').addEventListener('click', () => theme.toggle());
  find('share').addEventListener('click', () => void share());
  const dialog = find<HTMLDialogElement>('key-dialog');
  const key = find<HTMLInputElement>('key');
  find('key-button').addEventListener('click', () => dialog.showModal());
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'keep') return;
    apiKey.set(key.value.trim());
    void open();
  });
  key.value = apiKey.get();
}

async function share(): Promise<void> {
  const link = await toLink(program);
  history.replaceState(null, '', link);
  try {
    await navigator.clipboard.writeText(link);
    tell('The link is on the clipboard.');
  } catch {
    tell('The link is in the address bar.');
  }
}

/** Shows what a link holds, or what was there last, or an example. */
async function open(): Promise<void> {
  const linked = await fromLink(location.hash);
  try {
    await load();
    tell('');
  } catch (error) {
    failed(error, false);
  }

  const first = memory.language() ?? known.find((language) => language.id === emptyProgram.language)?.id ?? known[0]?.id ?? emptyProgram.language;
  use(linked ?? memory.load(first) ?? example(first));
}

function begin(): void {
  wire();
  theme.follow((dark) => editor.darken(dark));
  void open();
  addEventListener('hashchange', () => void fromLink(location.hash).then((shared) => shared && use(shared)));
}

begin();
