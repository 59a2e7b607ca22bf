/**
 * The playground. Theory of operation: there is one program (`program/`), which the editor and the panels show and change; every change is
 * remembered in the browser. Run sends it (`runs/`, `api/`), with its input or to a terminal where input is typed, and hands what happens to the panels, as it
 * happens. Nothing is kept on the server.
 */
import { ApiError, Away, languages } from './api/client';
import type { Execution, ExecutionEvent, LanguageInfo, Sample } from './api/documents';
import { find } from './dom';
import { Editor } from './editor/editor';
import { highlighting } from './editor/highlighting';
import { findMarks, type FileMark } from './editor/marks';
import { Combobox } from './panels/combobox';
import { Examples } from './panels/examples';
import { Files } from './panels/files';
import { Form } from './panels/form';
import { KeyDialog } from './panels/key';
import { LeftFiles } from './panels/left';
import { InputMode } from './panels/mode';
import { Output } from './panels/output';
import { Places } from './panels/places';
import { Preview } from './panels/preview';
import { summarize } from './panels/summary';
import { Tests } from './panels/tests';
import { memory, quote, type Program } from './program/program';
import { requestOf } from './program/request';
import { fromLink, toLink } from './program/share';
import { batch } from './runs/batch';
import { Live } from './runs/live';
import { Runner } from './runs/runner';
import { Stopped, type Happened } from './runs/turn';
import { terminalPanel } from './terminal/lazy';
import { theme } from './theme';

const emptyProgram: Program = { language: 'python', files: [{ name: 'main.py', content: '' }], stdin: '', args: '', limits: {}, tests: [] };
const previewed = new Set(['html', 'css']);

let program = emptyProgram;
let known: readonly LanguageInfo[] = [];
let live: Live | null = null;

/** How far the program is. */
let stage = '';

const runButton = find<HTMLButtonElement>('run');
const stopButton = find<HTMLButtonElement>('stop');
const liveButtons = [find<HTMLButtonElement>('interrupt'), find<HTMLButtonElement>('end-input')];
const status = find('status');
const frame = find<HTMLIFrameElement>('preview');
const output = new Output(find('output'));
const places = new Places(find('places'), jump);
const left = new LeftFiles(find('files-left'));
const preview = new Preview(frame);
const editor = new Editor(find('editor'), 'Program', () => void start(), (text) =>
  change({ files: program.files.map((file, i) => (i === files.index ? { ...file, content: text } : file)) }),
);
const files = new Files(find('files'), () => program.files, (changed) => change({ files: changed }), (file) => editor.show(file.content));
const form = new Form(change);
const tests = new Tests(find('tests'), () => program.tests, (changed) => change({ tests: changed }));
const keyDialog = new KeyDialog(() => void open());
const examples = new Examples((language, sample) => {
  use(programOf(language, sample));
  change({});
});
const mode = new InputMode(find('mode'), () => {
  form.allow(mode.isLive);
  if (mode.isLive) terminalPanel().catch(failed);
});
const chooser = new Combobox(find<HTMLInputElement>('language'), (choice) => {
  use(memory.load(choice.id) ?? example(choice.id));
  change({});
});
const runner = new Runner({
  begun: () => enable(true),
  failed,
  ended: () => {
    live = null;
    enable(false);
  },
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
  form.show(program);
  editor.mark([]);
  files.open(0);
  tests.draw();
  frame.hidden = !previewed.has(program.language);
  const name = known.find((language) => language.id === program.language)?.highlighting ?? null;
  void highlighting(name).then((extension) => editor.highlight(extension));
}

/** The language's own program to begin with. */
function example(id: string): Program {
  const language = known.find((one) => one.id === id);
  // A name with a template stands for what the compiler wants; the server fills it in when the request leaves the name out.
  const name = language?.source_file.includes('{') ? `Main${language.source_file.slice(language.source_file.lastIndexOf('.'))}` : (language?.source_file ?? 'main.txt');
  return { ...emptyProgram, language: id, files: [{ name, content: language?.example ?? '' }] };
}

function programOf(language: string, sample: Sample): Program {
  return { ...emptyProgram, language, files: sample.files, stdin: sample.stdin, args: quote(sample.args) };
}

function start(): Promise<void> {
  live = null;
  output.clear();
  tests.clear();
  left.show(null);
  showPlaces([]);
  progress('Waiting …');
  if (previewed.has(program.language)) preview.show(program.files);
  const request = requestOf(program, mode.isLive);
  return runner.run((isLatest) => {
    const hear = (event: ExecutionEvent) => isLatest() && happened(event);
    return mode.isLive ? startLive(request, hear, isLatest) : batch(request, hear);
  });
}

async function startLive(request: ReturnType<typeof requestOf>, hear: Happened, isLatest: () => boolean): Promise<Live> {
  const panel = await terminalPanel();
  if (!isLatest()) throw new Stopped();
  live = new Live(request, panel, {
    happened: hear,
    connected: (is) => (is ? progress(stage) : tell('The connection is lost; trying to get it back …', 'ill')),
    left: () => (stopButton.disabled ? runButton : stopButton).focus(),
  });
  return live;
}

function enable(isRunning: boolean): void {
  stopButton.disabled = !isRunning;
  for (const button of liveButtons) button.disabled = !isRunning || !live;
}

function happened(event: ExecutionEvent): void {
  switch (event.name) {
    case 'compiling':
      return progress('Compiling …');
    case 'started':
      return progress('Running …');
    case 'output':
      return output.write(event.data.stream, event.data.data);
    case 'test':
      return tests.tell(event.data.index, event.data.test);
    case 'skipped':
      return output.say(`${event.data.events} outputs were left out`);
    case 'finished':
      return finished(event.data);
    case 'failed':
      return failed(new ApiError(event.data));
  }
}

function finished(execution: Execution): void {
  const { well, parts } = summarize(execution);
  tell(parts.join(' · '), well ? 'well' : 'ill');
  left.show(execution);
  const complaint = live ? live.text : `${execution.compile?.output ?? ''}\n${execution.run?.stderr ?? ''}`;
  showPlaces(well ? [] : findMarks(complaint, program.files.map((file) => file.name)));
}

function showPlaces(marks: readonly FileMark[]): void {
  places.show(marks);
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

function failed(error: unknown): void {
  if (error instanceof Stopped) return tell(error.message);
  if (error instanceof ApiError && error.needsKey) keyDialog.open();
  tell(error instanceof Error ? error.message : String(error), 'ill');
  if (error instanceof Away) void reconnect();
}

function progress(text: string): void {
  stage = text;
  tell(text);
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
  stopButton.addEventListener('click', () => runner.stop());
  find('interrupt').addEventListener('click', () => live?.interrupt());
  find('end-input').addEventListener('click', () => live?.end());
  addEventListener('pagehide', () => runner.leave());
  addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) void start();
  });
  find('examples').addEventListener('click', () => void examples.open(program.language, known.find((one) => one.id === program.language)?.name ?? program.language));
  find('theme').addEventListener('click', () => theme.toggle());
  find('share').addEventListener('click', () => void share());
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
    failed(error);
  }

  const first = memory.language() ?? known.find((language) => language.id === emptyProgram.language)?.id ?? known[0]?.id ?? emptyProgram.language;
  use(linked ?? memory.load(first) ?? example(first));
}

function begin(): void {
  wire();
  mode.apply();
  theme.follow((dark) => editor.darken(dark));
  void open();
  addEventListener('hashchange', () => void fromLink(location.hash).then((shared) => shared && use(shared)));
}

begin();
