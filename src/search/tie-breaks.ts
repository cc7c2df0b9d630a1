import { byScore, leastDistance } from './ranking/order.ts';
import { RescoredHit } from './rescored-hit.ts';
import type { Hit } from './search.ts';

/** Hits that nothing in their scores tells apart, each nearer to the next than any difference that means something. */
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
 * Of each tie, those come first that stand first in `order`. Their scores tell so by less than any difference that means something:
 * an order by score and id is the same each time, and who pages goes on in it. It is no part of what a hit fits, and none of what explains it.
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
