/** Where the quick end, the middle and the slow end of some measured times lie. */
export interface Distribution {
  /** What it takes when nothing else is in the way. */
  readonly least: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

/** The smallest of the values that at least this share of them does not exceed. */
export function distribution(values: readonly number[]): Distribution {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { least: sorted[0] ?? Number.NaN, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
