import { expect, test } from 'vitest';
import { mean, measure } from './measures.ts';

const sessionOf = (turn: string) => turn.split(':')[0];

test('computes recall as the share of gold turns among the first, and the reciprocal rank', () => {
  const ranking = ['A:1', 'B:1', 'B:2', 'B:3', 'B:4', 'A:2'];
  const { r5, r10, mrr, session10 } = measure(ranking, new Set(['B:1', 'A:2', 'C:1']), sessionOf);
  expect({ r5, r10, mrr, session10 }).toEqual({ r5: 1 / 3, r10: 2 / 3, mrr: 1 / 2, session10: 2 / 3 });
});

test('gives full gain to a ranking that begins with all gold turns', () => {
  expect(measure(['A:1', 'A:2', 'B:1'], new Set(['A:2', 'A:1']), sessionOf).ndcg10).toBe(1);
});

test('gives less gain to a lower gold turn', () => {
  expect(measure(['B:1', 'B:2', 'A:1'], new Set(['A:1']), sessionOf).ndcg10).toBeCloseTo(1 / Math.log2(4));
});

test('distinguishes the sessions of the first ten turns from the first ten sessions', () => {
  const ranking = [...Array.from({ length: 10 }, (_, turn) => `A:${turn}`), 'B:1'];
  const { session10, tenSessions } = measure(ranking, new Set(['A:1', 'B:1']), sessionOf);
  expect({ session10, tenSessions }).toEqual({ session10: 1 / 2, tenSessions: 1 });
});

test('averages each measure', () => {
  const hit = measure(['A:1'], new Set(['A:1']), sessionOf);
  const miss = measure([], new Set(['A:1']), sessionOf);
  const half = { r5: 0.5, r10: 0.5, r20: 0.5, mrr: 0.5, ndcg10: 0.5, session10: 0.5, tenSessions: 0.5 };
  expect(mean([hit, miss])).toEqual(half);
});
