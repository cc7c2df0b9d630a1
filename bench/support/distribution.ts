/** Distribution of measured times: the fast end, the middle and the slow end. */
export interface Distribution {
  /** The time when nothing else interferes. */
  readonly least: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

/** NaN if there are no values. */
export const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Percentiles by nearest rank: the smallest value that at least this share of the values does not exceed. */
export function distribution(values: readonly number[]): Distribution {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { least: sorted[0] ?? Number.NaN, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
