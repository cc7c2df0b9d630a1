import { expect, test } from 'vitest';
import { makeHit } from '../../tests/support/hits.ts';
import { leastDistance } from './ranking/order.ts';
import type { Hit } from './search.ts';
import { breakTies, tiesAmong } from './tie-breaks.ts';

const ids = (hits: readonly Hit[]) => hits.map(({ id }) => id);

test('hits with nearly equal scores form a tie, and others do not', () => {
  const near = leastDistance / 2;
  const hits = [
    makeHit('a', 2),
    makeHit('b', 1),
    makeHit('c', 1 - near),
    makeHit('d', 1 - 2 * near),
    makeHit('e', 0.5),
    makeHit('f', 0.5),
  ];
  expect(tiesAmong(hits).map(ids)).toEqual([
    ['b', 'c', 'd'],
    ['e', 'f'],
  ]);
  expect(tiesAmong([makeHit('a', 2), makeHit('b', 2 - 3 * leastDistance)])).toEqual([]);
});

test('orders a tie as given with slightly changed scores, and keeps it before lower hits', () => {
  const hits = [
    makeHit('a', 2),
    makeHit('b', 1),
    makeHit('c', 1),
    makeHit('d', 1),
    makeHit('e', 1 - 2 * leastDistance),
  ];
  const broken = breakTies(hits, tiesAmong(hits), ['d', 'b', 'c']);
  expect(ids(broken)).toEqual(['a', 'd', 'b', 'c', 'e']);
  for (const [place, { score }] of broken.slice(1).entries()) expect(score).toBeLessThan(broken[place]?.score ?? 0);
  expect(broken.map(({ score }, place) => Math.abs(score - (hits[place]?.score ?? 0)))).toSatisfy((changes: number[]) =>
    changes.every((change) => change < leastDistance),
  );
});
