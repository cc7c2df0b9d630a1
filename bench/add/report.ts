import { table } from '../support/table.ts';
import type { ConcurrentAdds, SingleAdds } from './measure-adds.ts';

/** One figure and its target; `null` where it has none. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly target: { readonly below: number } | { readonly least: number } | null;
}

type Target = Figure['target'];

export const singleFigures = (
  { times, cpuMsEach }: SingleAdds,
  targets: { readonly p50: Target; readonly p95: Target; readonly cpu: Target },
): Figure[] => [
  { name: 'one client: p50 ms', value: times.p50, target: targets.p50 },
  { name: 'one client: p95 ms', value: times.p95, target: targets.p95 },
  ...(cpuMsEach === null
    ? []
    : [{ name: 'one client: CPU ms of the server, an add', value: cpuMsEach, target: targets.cpu }]),
];

export const concurrentFigures = (
  { times, perSecond }: ConcurrentAdds,
  targets: { readonly perSecond: Target; readonly p95: Target },
): Figure[] => [
  { name: '50 clients: adds/s', value: perSecond, target: targets.perSecond },
  { name: '50 clients: p50 ms', value: times.p50, target: null },
  { name: '50 clients: p95 ms', value: times.p95, target: targets.p95 },
];

export const report = (title: string, figures: readonly Figure[]): string =>
  table(
    [title, 'measured', 'target', ''],
    figures.map(({ name, value, target }) => [name, digits(value), written(target), verdict(value, target)]),
  );

export function written(target: Target): string {
  if (!target) return '';
  return 'below' in target ? `< ${target.below}` : `≥ ${target.least}`;
}

export function verdict(value: number, target: Target): string {
  if (!target) return '';
  return ('below' in target ? value < target.below : value >= target.least) ? 'reached' : 'missed';
}

export const digits = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));
