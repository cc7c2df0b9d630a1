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

/**
 * The places of all scores, best first, and of equal ones that of the smaller id first: an id is made only there. What compares them answers
 * whole numbers: V8 makes a box for each other one.
 */
export function placesByScore(scores: Float64Array, idOf: (place: number) => string): Uint32Array {
  const places = new Uint32Array(scores.length);
  for (let place = 0; place < places.length; place++) places[place] = place;
  return places.sort((one, other) => {
    const a = scores[one] ?? 0;
    const b = scores[other] ?? 0;
    if (a !== b) return a > b ? -1 : 1;
    return idOf(one) < idOf(other) ? -1 : 1;
  });
}
