/** What operators want to see: `/api/system`, drawn over the last minutes. Everything that is drawn is also written. */
import { json } from './api/client';
import { find, make } from './dom';
import { theme } from './theme';

interface SystemReport {
  readonly status: string;
  readonly load: { readonly one: number; readonly cpus: number };
  readonly memory: { readonly total: number; readonly available: number; readonly server: number; readonly pageCache: number; readonly compileCache: number };
  readonly queue: { readonly running: number; readonly maxRunning: number; readonly waiting: number; readonly maxWaiting: number };
  readonly cells: { readonly busy: number; readonly ready: number };
  readonly versions: { readonly hotcell: string; readonly kernel: string; readonly cgroups: number };
  readonly languages: readonly { readonly id: string; readonly name: string; readonly version: string | null; readonly available: boolean; readonly image: string | null }[];
}

const pause = 2000;
const minutes = 5;
const most = (minutes * 60_000) / pause;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1048576)} MiB`;

interface Figure {
  readonly name: string;
  readonly value: (report: SystemReport) => number;
  readonly text: (report: SystemReport) => string;
}

const figures: readonly Figure[] = [
  { name: 'Running', value: ({ queue }) => queue.running, text: ({ queue }) => `${queue.running} of ${queue.maxRunning}` },
  { name: 'Waiting', value: ({ queue }) => queue.waiting, text: ({ queue }) => `${queue.waiting} of ${queue.maxWaiting}` },
  { name: 'Busy cells', value: ({ cells }) => cells.busy, text: ({ cells }) => String(cells.busy) },
  { name: 'Ready cells', value: ({ cells }) => cells.ready, text: ({ cells }) => String(cells.ready) },
  { name: 'Load', value: ({ load }) => load.one, text: ({ load }) => `${load.one.toFixed(2)} on ${load.cpus} CPUs` },
  { name: 'Memory of the server', value: ({ memory }) => memory.server, text: ({ memory }) => megabytes(memory.server) },
  { name: 'Memory available', value: ({ memory }) => memory.available, text: ({ memory }) => `${megabytes(memory.available)} of ${megabytes(memory.total)}` },
  { name: 'Compile cache', value: ({ memory }) => memory.compileCache, text: ({ memory }) => megabytes(memory.compileCache) },
];

const past: SystemReport[] = [];

function line(values: readonly number[]): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const highest = Math.max(...values, 1);
  const points = values.map((value, i) => `${((i + most - values.length) / (most - 1)) * 100},${30 - (value / highest) * 28}`).join(' ');
  svg.setAttribute('viewBox', '0 0 100 31');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const drawn = document.createElementNS(svg.namespaceURI, 'polyline');
  for (const [name, value] of Object.entries({ points, fill: 'none', stroke: 'currentColor', 'stroke-width': '1', 'vector-effect': 'non-scaling-stroke' })) drawn.setAttribute(name, value);
  svg.append(drawn);
  return svg as SVGElement;
}

function draw(report: SystemReport): void {
  find('figures').replaceChildren(
    ...figures.map(({ name, value, text }) => make('figure', { className: 'figure' }, make('figcaption', {}, name), make('strong', {}, text(report)), line(past.map(value)))),
  );
  find('languages').replaceChildren(
    ...report.languages.filter((language) => language.available).map(({ name, version, image }) => make('tr', {}, make('td', {}, name), make('td', {}, version ?? ''), make('td', {}, image ?? ''))),
  );
}

async function look(): Promise<void> {
  const status = find('status');
  try {
    const report = await json<SystemReport>('/api/system');
    past.push(report);
    past.splice(0, past.length - most);
    status.textContent = `${report.status} · ${report.versions.hotcell} · Linux ${report.versions.kernel} · cgroup v${report.versions.cgroups}`;
    status.className = report.status === 'healthy' ? 'well' : 'ill';
    draw(report);
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error);
    status.className = 'ill';
  }

  setTimeout(() => void look(), pause);
}

theme.follow(() => undefined);
void look();
