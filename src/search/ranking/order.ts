interface Scored {
  readonly id: string;
  readonly score: number;
}

/**
 * Best first; of equal scores the smaller id, so that an order is the same each time. Resonance and recency, which may
 * break near ties, belong here and nowhere else.
 */
export function byScore(a: Scored, b: Scored): number {
  if (a.score !== b.score) return a.score > b.score ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
