interface Scored {
  readonly id: string;
  readonly score: number;
}

/**
 * Scores nearer than this are alike: less than any score that is told apart, more than what engines differ by that add up in
 * different ways.
 */
export const leastDistance = 1e-6;

/** Best first; of equal scores the smaller id, so that an order is the same each time. */
export function byScore(a: Scored, b: Scored): number {
  if (a.score !== b.score) return a.score > b.score ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
