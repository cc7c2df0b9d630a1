/** One line of a plot. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

interface Axis {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly log?: boolean;
}

interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A horizontal line with its label. */
  readonly limit?: { readonly at: number; readonly name: string } | null;
}

const [width, height] = [560, 260];
const margin = { left: 52, right: 24, top: 34, bottom: 40 };
const [innerWidth, innerHeight] = [width - margin.left - margin.right, height - margin.top - margin.bottom];

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A line plot with grid and legend, as a figure whose text alternative says what it shows. */
export function plot({ title, x, y, series, limit }: Plot): string {
  const [across, up] = [scale(x, innerWidth), scale(y, innerHeight)];
  const at = (value: number) => margin.left + across(value);
  const over = (value: number) => margin.top + innerHeight - up(value);
  const columns = ticksOf(x).map((value) => text(at(value), height - margin.bottom + 16, short(value), 'middle'));
  const rows = ticksOf(y).map(
    (value) =>
      `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${over(value)}" y2="${over(value)}"/>${text(margin.left - 6, over(value) + 4, short(value), 'end')}`,
  );
  const lines = series.map(({ name, points }, index) => {
    const path = points.map(([px, py]) => `${at(px).toFixed(1)},${over(py).toFixed(1)}`).join(' ');
    return `<polyline class="line c${index}" points="${path}"><title>${escaped(name)}</title></polyline>`;
  });
  const bound = limit && limit.at <= y.max ? boundary(over(limit.at), limit.name) : '';
  return figure(title, [
    ...rows,
    ...columns,
    bound,
    ...lines,
    text(margin.left + innerWidth / 2, height - 6, x.label, 'middle'),
    text(margin.left, margin.top - 8, y.label, 'start'),
    legend(series.map(({ name }) => name)),
  ]);
}

interface Bar {
  readonly name: string;
  readonly value: number;
  /** Position of the mark beside the bar. */
  readonly mark: number;
}

/** Bars for shares from 0 to 1, each with a mark at the possible maximum. */
export function bars(title: string, all: readonly Bar[]): string {
  const step = innerHeight / Math.max(1, all.length);
  const left = margin.left + 70;
  const across = (share: number) => left + share * (width - left - margin.right - 50);
  const drawn = all.map(({ name, value, mark }, index) => {
    const y = margin.top + index * step + step / 4;
    const middle = y + step / 4 + 4;
    return [
      text(left - 8, middle, name, 'end'),
      `<rect class="bar" x="${left}" y="${y}" width="${across(value) - left}" height="${step / 2}"/>`,
      `<line class="mark" x1="${across(mark)}" x2="${across(mark)}" y1="${y - 4}" y2="${y + step / 2 + 4}"/>`,
      text(
        across(Math.max(value, mark)) + 8,
        middle,
        `${(value * 100).toFixed(0)} % of ${(mark * 100).toFixed(0)} %`,
        'start',
      ),
    ].join('');
  });
  return figure(title, drawn);
}

const figure = (title: string, parts: readonly string[]): string =>
  `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}"><text class="title" x="0" y="14">${escaped(title)}</text>${parts.join('')}</svg></figure>`;

const text = (x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(words)}</text>`;

const boundary = (y: number, name: string): string =>
  `<line class="limit" x1="${margin.left}" x2="${width - margin.right}" y1="${y}" y2="${y}"/>${text(width - margin.right, y - 4, name, 'end')}`;

/** Legend above the plot, right-aligned. */
function legend(names: readonly string[]): string {
  if (names.length < 2) return '';
  const widths = names.map((name) => 26 + 6.5 * name.length);
  const starts = widths.map(
    (_, index) => width - margin.right - widths.slice(index).reduce((sum, one) => sum + one, 0),
  );
  return names
    .map((name, index) => {
      const x = starts[index] ?? 0;
      return `<rect class="key c${index}" x="${x}" y="${margin.top - 16}" width="10" height="10"/>${text(x + 14, margin.top - 7, name, 'start')}`;
    })
    .join('');
}

function scale({ min, max, log = false }: Axis, length: number): (value: number) => number {
  const of = (value: number) => (log ? Math.log10(Math.max(value, min)) : value);
  const [least, most] = [of(min), of(max)];
  return (value) => (length * (Math.min(of(value), most) - least)) / (most - least || 1);
}

/** A few round numbers; powers of ten on a logarithmic axis. */
function ticksOf({ min, max, log = false }: Axis): number[] {
  if (log) {
    const powers = Array.from({ length: 12 }, (_, n) => 10 ** (n - 3));
    return powers.filter((value) => value >= min && value <= max);
  }
  const rough = (max - min) / 5;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10);
  const first = Math.ceil(min / step) * step;
  return Array.from({ length: 12 }, (_, n) => first + n * step).filter((value) => value <= max);
}

const short = (value: number): string =>
  value >= 1 || value === 0 ? String(Math.round(value * 100) / 100) : value.toPrecision(1);
