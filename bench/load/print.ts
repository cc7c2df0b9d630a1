import { report } from '../support/figures.ts';
import { share, table } from '../support/table.ts';
import type { HitRate, LoadReport } from './figures.ts';
import { failuresOf, type Row } from './summary.ts';

/** The tables of a load, as text. */
export function print({ rows, figures, hitRates }: LoadReport, title: string): string {
  return [
    table(timeHead, rows.map(timeCells)),
    errorLines(rows),
    table(hitHead, hitRates.map(hitCells)),
    report(title, figures),
  ].join('\n\n');
}

export const timeHead = ['operation', 'count', 'a second', 'p50 ms', 'p95 ms', 'p99 ms', 'most ms', 'errors'];

export const timeCells = (row: Row): string[] => {
  const { name, count, perSecond, times } = row;
  const ms = [times.p50, times.p95, times.p99, times.most].map((time) => (count === 0 ? '' : time.toFixed(1)));
  return [name, String(count), perSecond.toFixed(1), ...ms, String(failuresOf(row))];
};

export const hitHead = ['cache', 'needed', 'spared', 'hit rate', 'repeats allow', 'of that', 'own hits', 'own misses'];

export const hitCells = ({ name, needed, spared, allowed, hits, misses }: HitRate): string[] => [
  name,
  String(needed),
  String(spared),
  needed === 0 ? '' : share(spared / needed),
  needed === 0 ? '' : share(allowed / needed),
  allowed === 0 ? '' : share(spared / allowed),
  String(hits),
  String(misses),
];

/** Error messages and how often each occurred. */
export function errorsOf(rows: readonly Row[]): string[][] {
  const [, ...apart] = rows;
  return apart
    .filter(({ name }) => !name.startsWith(' '))
    .flatMap(({ name, errors }) => [...errors].map(([text, count]) => [name, String(count), text]));
}

function errorLines(rows: readonly Row[]): string {
  const errors = errorsOf(rows);
  return errors.length === 0 ? 'Nothing failed.' : errors.map((cells) => cells.join('  ')).join('\n');
}
