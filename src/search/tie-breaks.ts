import { byScore, leastDistance } from './ranking/order.ts';
import { RescoredHit } from './rescored-hit.ts';
import type { Hit } from './search.ts';

/** Returns groups of adjacent hits whose scores count as equal: each is closer to the next than `leastDistance`. */
export function tiesAmong(hits: readonly Hit[]): Hit[][] {
  const ties: Hit[][] = [];
  let first = 0;
  let before = hits[0]?.score ?? 0;
  for (let end = 1; end <= hits.length; end++) {
    const score = hits[end]?.score ?? Number.NEGATIVE_INFINITY;
    const isNear = before - score < leastDistance;
    before = score;
    if (isNear) continue;
    if (end - first > 1) ties.push(hits.slice(first, end));
    first = end;
  }
  return ties;
}

/**
 * Sorts each tie by `order` and adjusts the scores accordingly, by less than `leastDistance`, so that the order by score and id is
 * stable for paging. The adjustment does not express relevance and is no part of `explain`.
 */
export function breakTies(hits: readonly Hit[], ties: readonly (readonly Hit[])[], order: readonly string[]): Hit[] {
  const places = new Map(order.map((id, place) => [id, place]));
  const placeOf = ({ id }: Hit) => places.get(id) ?? order.length;
  const broken = new Map<Hit, Hit>();
  for (const tie of ties) {
    const best = tie[0]?.score ?? 0;
    const step = leastDistance / tie.length;
    for (const [place, hit] of tie.toSorted((one, other) => placeOf(one) - placeOf(other)).entries())
      broken.set(hit, new RescoredHit(hit, best - place * step));
  }
  return hits.map((hit) => broken.get(hit) ?? hit).sort(byScore);
}
