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

/** The same of places: an id is made only where scores are equal. */
export const byScoreThenId =
  (scores: Float64Array, idOf: (place: number) => string) =>
  (one: number, other: number): number => {
    const difference = (scores[other] ?? 0) - (scores[one] ?? 0);
    return difference === 0 ? (idOf(one) < idOf(other) ? -1 : 1) : difference;
  };
