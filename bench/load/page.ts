import { distribution } from '../support/distribution.ts';
import { digits, verdict, written } from '../support/figures.ts';
import type { HitRate, LoadReport } from './figures.ts';
import { errorsOf, hitCells, hitHead, timeCells, timeHead } from './print.ts';
import { operations } from './profile.ts';
import type { LoadOptions, LoadResult } from './run.ts';
import type { Sample } from './samples.ts';
import { bars, escaped, plot, type Series } from './svg.ts';

interface PageOptions {
  readonly title: string;
  readonly conditions: string;
  readonly load: LoadOptions;
  readonly result: LoadResult;
  readonly report: LoadReport;
}

/** The report of a load as one self-contained HTML file that needs no network. */
export function page({ title, conditions, load, result, report }: PageOptions): string {
  const { rows, figures, hitRates, samples } = report;
  const errors = errorsOf(rows);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(conditions)}. ${load.warmUpMs / 1_000} s of the same load came before what is shown; failures count from the beginning.</p>
<h2>Beside their targets</h2>
${table(
  ['', 'measured', 'target', ''],
  figures.map(({ name, value, target }) => [name, digits(value), written(target), verdict(value, target)]),
)}
<h2>Times</h2>
${table(timeHead, rows.map(timeCells))}
<div class="plots">
${overTime(samples, load.ms)}
${requestsOverTime(samples, load.ms)}
${byOperation(samples)}
${memoryPlot(load, result)}
${hitPlot(hitRates)}
</div>
<h2>What went wrong</h2>
${errors.length === 0 ? '<p>Nothing.</p>' : table(['operation', 'times', 'error'], errors)}
<h2>Caches</h2>
<p>Needed is what was asked for, by the requests alone; spared is what of it was not made anew, here or in a cache before this one. Repeats allow what was
needed before in a state that no write had changed since. Own hits and misses are what the cache counts itself.</p>
${table(hitHead, hitRates.map(hitCells))}
</body>
</html>
`;
}

const isOfMix = ({ kind }: Sample): boolean => operations.some((operation) => operation === kind);

function bySecond(samples: readonly Sample[], ms: number): [number, Sample[]][] {
  const groups = Map.groupBy(samples, ({ at }) => Math.floor(at / 1_000));
  return Array.from({ length: Math.ceil(ms / 1_000) }, (_, second) => [second, groups.get(second) ?? []]);
}

function overTime(samples: readonly Sample[], ms: number): string {
  const seconds = bySecond(samples.filter(isOfMix), ms).filter(([, some]) => some.length > 0);
  const times = seconds.map(([second, some]) => [second, distribution(some.map(({ ms: took }) => took))] as const);
  const series = (['p50', 'p95'] as const).map((name) => ({
    name,
    points: times.map(([second, spread]) => [second, spread[name]] as const),
  }));
  const max = 1.1 * Math.max(1, ...times.map(([, { p95 }]) => p95));
  const [x, y] = [
    { label: 'seconds', min: 0, max: ms / 1_000 },
    { label: 'ms', min: 0, max },
  ];
  return plot({ title: 'How long requests took, by second', x, y, series });
}

function requestsOverTime(samples: readonly Sample[], ms: number): string {
  const seconds = bySecond(samples.filter(isOfMix), ms);
  const count = (is: (sample: Sample) => boolean): Series['points'] =>
    seconds.map(([second, some]) => [second, some.filter(is).length] as const);
  const series = [
    { name: 'answered', points: count(({ error }) => error === null) },
    { name: 'failed', points: count(({ error }) => error !== null) },
  ];
  const max = 1.1 * Math.max(1, ...seconds.map(([, some]) => some.length));
  const [x, y] = [
    { label: 'seconds', min: 0, max: ms / 1_000 },
    { label: 'requests', min: 0, max },
  ];
  return plot({ title: 'Requests, by second', x, y, series });
}

/** Share of requests answered within each time. */
function byOperation(samples: readonly Sample[]): string {
  const series = operations.map((operation) => {
    const times = samples.filter(({ kind }) => kind === operation).map(({ ms }) => ms);
    const sorted = times.toSorted((one, other) => one - other);
    const step = Math.max(1, Math.floor(sorted.length / 200));
    const some = sorted.map((time, index) => [time, (index + 1) / sorted.length] as const);
    return { name: operation, points: some.filter((_, index) => index % step === 0 || index === some.length - 1) };
  });
  const max = Math.max(10, ...samples.filter(isOfMix).map(({ ms }) => ms));
  const x = { label: 'ms (logarithmic)', min: 0.1, max, log: true };
  return plot({ title: 'Share that was answered within', x, y: { label: 'share', min: 0, max: 1 }, series });
}

function memoryPlot({ engine, memoryLimitMb }: LoadOptions, { during, memory }: LoadResult): string {
  const points = during.map(({ at, rssMb }) => [at / 1_000, rssMb] as const);
  const bound = engine === 'postgres' ? 260 : memoryLimitMb;
  const max = 1.1 * Math.max(memory.mostMb, bound ?? 0);
  const x = { label: 'seconds, warm-up included', min: 0, max: points.at(-1)?.[0] ?? 1 };
  return plot({
    title: 'Memory of the server (RSS)',
    x,
    y: { label: 'MB', min: 0, max },
    series: [{ name: 'RSS', points }],
    limit: bound === null ? null : { at: bound, name: `to stay below: ${bound} MB` },
  });
}

const hitPlot = (rates: readonly HitRate[]): string =>
  bars(
    'Hits, and the mark of what repeats allow',
    rates
      .filter(({ needed }) => needed > 0)
      .map(({ name, needed, spared, allowed }) => ({ name, value: spared / needed, mark: allowed / needed })),
  );

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="wide"><table><thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell).replace(/^ +/, '&emsp;')}</td>`).join('')}</tr>`)
    .join('\n')}</tbody></table></div>`;

const style = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #667; --grid: #dde; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ee; --soft: #9aa; --grid: #334; --paper: #14171d; } }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1180px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.35rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem .8rem .15rem 0; text-align: right; border-bottom: 1px solid var(--grid); }
th:first-child, td:first-child { text-align: left; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 1.5rem; margin-top: 1.5rem; }
figure { margin: 0; } svg { width: 100%; height: auto; } svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
svg .title { font-size: 13px; font-weight: 600; fill: var(--ink); }
.grid { stroke: var(--grid); } .line { fill: none; stroke-width: 1.8; }
.limit { stroke: #c0392b; stroke-dasharray: 5 4; } .mark { stroke: var(--ink); stroke-width: 2; } .bar { fill: #2f6fbb; }
.c0 { stroke: #2f6fbb; } .c1 { stroke: #c8741c; } .c2 { stroke: #2a9d63; } .c3 { stroke: #9b59b6; } .c4 { stroke: #c0392b; }
rect.c0 { fill: #2f6fbb; } rect.c1 { fill: #c8741c; } rect.c2 { fill: #2a9d63; } rect.c3 { fill: #9b59b6; } rect.c4 { fill: #c0392b; }
`;
