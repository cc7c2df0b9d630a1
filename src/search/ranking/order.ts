import type { ScorePart } from './engine-port.ts';

interface Scored {
  readonly id: string;
  readonly score: number;
}

/**
 * Scores closer than this count as equal: less than any difference that matters, more than the rounding differences between
 * engines that sum in different orders.
 */
export const leastDistance = 1e-6;

/** Distance of a raised hit to the hit before or behind it: even after rounding that is no tie, which recalls would break. */
export const apart = 2 * leastDistance;

/** Best first; equal scores by the smaller id, so that the order is deterministic. */
export function byScore(a: Scored, b: Scored): number {
  if (a.score !== b.score) return a.score > b.score ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Parts of a score, the largest contribution first. */
export const byContribution = (one: ScorePart, other: ScorePart): number => other.contribution - one.contribution;

/**
 * Compares places by their scores, best first; equal scores by the smaller id, which is computed only for ties. Returns integers because V8
 * would box any other number.
 */
export const comparingScores =
  (scores: Float64Array, idOf: (place: number) => string) =>
  (one: number, other: number): number => {
    const a = scores[one] ?? 0;
    const b = scores[other] ?? 0;
    if (a !== b) return a > b ? -1 : 1;
    return idOf(one) < idOf(other) ? -1 : 1;
  };

/** Returns the places of all scores, in that order. */
export function placesByScore(scores: Float64Array, idOf: (place: number) => string): Uint32Array {
  const places = new Uint32Array(scores.length);
  for (let place = 0; place < places.length; place++) places[place] = place;
  return places.sort(comparingScores(scores, idOf));
}

/** Returns the first `most` of these places without sorting the others. */
export function bestPlaces(scores: Float64Array, idOf: (place: number) => string, most: number): number[] {
  const compare = comparingScores(scores, idOf);
  const best: number[] = [];
  for (let place = 0; place < scores.length; place++) {
    let at = Math.min(best.length, most - 1);
    if (at < best.length && compare(place, best[at] ?? 0) > 0) continue;
    for (; at > 0 && compare(place, best[at - 1] ?? 0) < 0; at--) best[at] = best[at - 1] ?? 0;
    best[at] = place;
  }
  return best;
}
