import { expect, test } from 'vitest';
import { makeHit } from '../../tests/support/hits.ts';
import type { Hit, Ranking } from './search.ts';
import { takingTurns } from './taking-turns.ts';

const hit = (id: string, given: Partial<Hit> = {}): Hit => ({ ...makeHit(id, 1), ...given });

const ranking = (hits: readonly Hit[], given: Partial<Ranking> = {}): Ranking => ({
  hits,
  failedArms: [],
  nextEnds: null,
  ...given,
});

const idsOf = ({ hits }: Ranking) => hits.map(({ id }) => id);

test('the best hits of both rankings come first, then hits of both before hits of one', () => {
  const fused = takingTurns(
    ranking(['a', 'b', 'c'].map((id) => hit(id))),
    ranking(['x', 'c', 'y'].map((id) => hit(id))),
  );
  expect(idsOf(fused)).toEqual(['a', 'x', 'c', 'b', 'y']);
  expect(fused.hits[2]?.explain()).toEqual([
    { name: 'all', value: 2, contribution: 0.45 },
    { name: 'asked', value: 3, contribution: 1 / 3 },
  ]);
});

test('takes arm scores from the first ranking if it has them, otherwise from the second', () => {
  const [lexical, other] = [
    { rank: 1, score: 9 },
    { rank: 7, score: 2 },
  ];
  const fused = takingTurns(
    ranking([hit('a', { lexical }), hit('b')]),
    ranking([hit('b', { lexical: other }), hit('a', { lexical: other })]),
  );
  expect(fused.hits.map((one) => [one.id, one.lexical])).toEqual([
    ['a', lexical],
    ['b', other],
  ]);
});

test('equal contents of the same speaker appear once, even if each ranking has another of them', () => {
  const fused = takingTurns(
    ranking([hit('a', { content: 'same' })]),
    ranking([hit('b', { content: 'same' }), hit('c')]),
  );
  expect(idsOf(fused)).toEqual(['a', 'c']);
});

test('combines the failed arms of both rankings, and holds until the earlier end', () => {
  const [one, other] = [
    { failedArms: ['SEMANTIC'], nextEnds: 7 } as const,
    { failedArms: ['GRAPH', 'SEMANTIC'], nextEnds: 5 } as const,
  ];
  expect(takingTurns(ranking([], one), ranking([], other))).toEqual({
    hits: [],
    failedArms: ['SEMANTIC', 'GRAPH'],
    nextEnds: 5,
  });
  expect(takingTurns(ranking([], one), ranking([])).nextEnds).toBe(7);
  expect(takingTurns(ranking([]), ranking([])).nextEnds).toBeNull();
});
