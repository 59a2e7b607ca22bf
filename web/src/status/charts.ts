import { make } from '../dom';

/** Drawings are for eyes alone: what they show is written beside them. */
function svg(width: number, height: number, ...children: readonly SVGElement[]): SVGElement {
  const drawing = shape('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  drawing.append(...children);
  return drawing;
}

function shape(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element as SVGElement;
}

/**
 * Lines over time, of the same scale, the newest values at the right; the second is dashed. A gap is left where there is no value.
 *
 * @param width Values that there is room for.
 */
export function lines(width: number, ...series: readonly (readonly (number | null)[])[]): SVGElement {
  const highest = Math.max(...series.flat().map((value) => value ?? 0), Number.EPSILON);
  const drawn = series.map((values, i) => {
    let d = '';
    values.forEach((value, at) => {
      if (value === null) return;
      const command = at === 0 || values[at - 1] === null ? 'M' : 'L';
      d += `${command}${((at + width - values.length) / (width - 1)) * 100},${30 - (value / highest) * 28}`;
    });
    return shape('path', { d, fill: 'none', stroke: 'currentColor', 'vector-effect': 'non-scaling-stroke', ...(i ? { 'stroke-dasharray': '4 3' } : {}) });
  });
  return svg(100, 31, ...drawn);
}

/** A line of a bar chart. */
export interface Bar {
  readonly name: string;
  readonly text: string;
  /** The first is drawn full, the others paler. */
  readonly parts: readonly number[];
}

/** Bars below each other, of the same scale, each with its name and what it says. */
export function bars(rows: readonly Bar[]): HTMLElement {
  const longest = Math.max(...rows.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0)), 1);
  const items = rows.map(({ name, text, parts }) => {
    let x = 0;
    const drawn = parts.map((part, i) => {
      const width = (part / longest) * 100;
      const bar = shape('rect', { x, y: 0, width, height: 6, fill: 'currentColor', opacity: i ? 0.4 : 1 });
      x += width;
      return bar;
    });
    return make('li', {}, make('span', {}, name), ' ', make('span', {}, text), svg(100, 6, ...drawn));
  });
  return make('ul', { className: 'bars' }, ...items);
}
