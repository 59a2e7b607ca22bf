/**
 * What operators want to see: `/api/system` and `/metrics`, drawn over the last minutes. Nothing is kept on the server for it, so the drawings begin when
 * the page is opened. Everything that is drawn is also written.
 */
import { json, text } from '../api/client';
import { find, make } from '../dom';
import { theme } from '../theme';
import { countFigures, gaugeFigures, latencyFigures } from './figures';
import { totalsOf } from './metrics';
import { Past } from './past';
import type { SystemReport } from './report';

const pause = 2000;
const aMinute = 60_000 / pause;
const minutes = 5;
const past = new Past(minutes * aMinute, aMinute);

function draw(report: SystemReport): void {
  find('gauges').replaceChildren(...gaugeFigures(past));
  find('latencies').replaceChildren(...latencyFigures(past));
  find('counts').replaceChildren(...countFigures(past));
  find('languages').replaceChildren(
    ...report.languages.filter((language) => language.available).map(({ name, version, image }) => make('tr', {}, make('td', {}, name), make('td', {}, version ?? ''), make('td', {}, image ?? ''))),
  );
}

async function look(): Promise<void> {
  const status = find('status');
  try {
    const [report, metrics] = await Promise.all([json<SystemReport>('/api/system'), text('/metrics')]);
    past.add(report, totalsOf(metrics));
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
