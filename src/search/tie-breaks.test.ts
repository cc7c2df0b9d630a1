import { expect, test } from 'vitest';
import { leastDistance } from './ranking/order.ts';
import type { Hit } from './search.ts';
import { breakTies, tiesAmong } from './tie-breaks.ts';

const hit = (id: string, score: number): Hit => ({
  id,
  score,
  lexical: null,
  semantic: null,
  graph: null,
  content: id,
  speaker: null,
  names: null,
  explain: () => [],
});
const ids = (hits: readonly Hit[]) => hits.map(({ id }) => id);

test('hits that nothing tells apart are a tie, and those beside them are not', () => {
  const near = leastDistance / 2;
  const hits = [hit('a', 2), hit('b', 1), hit('c', 1 - near), hit('d', 1 - 2 * near), hit('e', 0.5), hit('f', 0.5)];
  expect(tiesAmong(hits).map(ids)).toEqual([
    ['b', 'c', 'd'],
    ['e', 'f'],
  ]);
  expect(tiesAmong([hit('a', 2), hit('b', 2 - 3 * leastDistance)])).toEqual([]);
});

test('a tie comes in the order given, by scores that tell so, before all that fits less', () => {
  const hits = [hit('a', 2), hit('b', 1), hit('c', 1), hit('d', 1), hit('e', 1 - 2 * leastDistance)];
  const broken = breakTies(hits, tiesAmong(hits), ['d', 'b', 'c']);
  expect(ids(broken)).toEqual(['a', 'd', 'b', 'c', 'e']);
  for (const [place, { score }] of broken.slice(1).entries()) expect(score).toBeLessThan(broken[place]?.score ?? 0);
  expect(broken.map(({ score }, place) => Math.abs(score - (hits[place]?.score ?? 0)))).toSatisfy((changes: number[]) =>
    changes.every((change) => change < leastDistance),
  );
});
