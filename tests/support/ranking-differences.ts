import type { Hit } from '../../src/search/search.ts';

/** Closer scores count as equal: engines sum in different orders, so memories this close may swap places. */
const alike = 1e-5;

/** Differences between two rankings: in scores, or in order beyond swaps among equals. */
export function differences(one: readonly Hit[], other: readonly Hit[]): string[] {
  const scores = new Map(other.map(({ id, score }) => [id, score]));
  const last = other.at(-1)?.score ?? 0;
  return one.flatMap(({ id, score }, place) => {
    const beside = other[place]?.score ?? Number.NaN;
    if (!(Math.abs(score - beside) < alike)) return [`place ${place}: ${score} and ${beside}`];
    const elsewhere = scores.get(id) ?? (Math.abs(score - last) < alike ? score : Number.NaN);
    return Math.abs(score - elsewhere) < alike ? [] : [`${id} at ${place}: ${score} and ${elsewhere}`];
  });
}
