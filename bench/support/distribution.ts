/** Where the middle and the slow end of some measured times lie. */
export interface Distribution {
  readonly p50: number;
  readonly p95: number;
}

/** The smallest of the values that at least this share of them does not exceed. */
export function distribution(values: readonly number[]): Distribution {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
