import { table } from './table.ts';

/** One figure and its target; `null` where it has none. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly target: { readonly below: number } | { readonly least: number } | null;
}

export type Target = Figure['target'];

/** Targets where there is one. */
export const below = (most: number | undefined): Target => (most === undefined ? null : { below: most });
export const atLeast = (least: number | undefined): Target => (least === undefined ? null : { least });

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
