import { expect, test } from 'vitest';
import { leastDistance } from './ranking/order.ts';
import type { Hit } from './search.ts';
import { raiseByReplaced, type StandIn } from './stand-ins.ts';

const model = 'static-en-1';
const contentOf = (id: string) => `content of ${id}`;

const hit = (id: string, score: number, lexical: number, cosine: number): Hit => ({
  id,
  score,
  lexical: { rank: 1, score: lexical },
  semantic: { rank: 1, score: cosine },
  graph: null,
  fit: { lexical, cosine },
  content: contentOf(id),
  speaker: null,
  validTo: null,
  names: [],
  explain: () => [{ name: 'S', value: 1, contribution: score }],
});
const standIn = (id: string, lexical: number, cosine: number): StandIn => ({
  id,
  speaker: null,
  validTo: null,
  content: contentOf(id),
  names: null,
  lexical,
  cosine,
});

const hits = [hit('a', 3, 8, 0.8), hit('b', 2, 4, 0.4), hit('c', 1, 2, 0.2)];
const raise = (...standIns: StandIn[]) => raiseByReplaced(hits, standIns, model);
const gap = (one: Hit | undefined, next: Hit | undefined) => (one?.score ?? 0) - (next?.score ?? 0);
const order = (found: readonly Hit[]) => found.map(({ id }) => id);

test('a memory has the place that what it replaced would have', () => {
  expect(order(raise(standIn('c', 9, 0.9)))).toEqual(['c', 'a', 'b']);
  expect(order(raise(standIn('c', 6, 0.6)))).toEqual(['a', 'c', 'b']);
  expect(order(raise(standIn('new', 6, 0.6)))).toEqual(['a', 'new', 'b', 'c']);
});

test('no memory is lowered, and what fits less than all that was found adds nothing', () => {
  expect(raise(standIn('a', 3, 0.3))).toBe(hits);
  expect(raise(standIn('new', 0.1, 0.01))).toBe(hits);
  expect(raise()).toBe(hits);
});

test('what fits as well as a hit stays behind it', () => {
  expect(order(raise(standIn('new', 4 / 0.9, 0.4 / 0.9)))).toEqual(['a', 'b', 'new', 'c']);
});

test('of those raised to one place the one that fits best is first, by more than a tie', () => {
  for (const ids of [
    ['c', 'new'],
    ['new', 'c'],
  ]) {
    const [better = '', other = ''] = ids;
    for (const given of [
      [standIn(better, 9.1, 0.9), standIn(other, 9, 0.9)],
      [standIn(other, 9, 0.9), standIn(better, 9.1, 0.9)],
    ]) {
      const [first, second, third] = raise(...given);
      expect([first?.id, second?.id, third?.id]).toEqual([better, other, 'a']);
      expect(Math.min(gap(first, second), gap(second, third))).toBeGreaterThan(leastDistance);
    }
  }
});

test('a hit counts with both of its scores, also where it is not among the best of an arm', () => {
  const byWords = { ...hit('a', 3, 8, 0.8), semantic: null };
  expect(order(raiseByReplaced([byWords], [standIn('new', 8, 0.85)], model))).toEqual(['a']);
});

test('of several replaced memories the best counts', () => {
  expect(order(raise(standIn('c', 3, 0.3), standIn('c', 9, 0.9), standIn('c', 6, 0.6)))).toEqual(['c', 'a', 'b']);
});

test('the parts of a score say what the replaced memory added', () => {
  const [raised] = raise(standIn('c', 9, 0.9));
  const parts = raised?.explain() ?? [];
  expect(parts.map(({ name }) => name)).toEqual(['superseded', 'S']);
  expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(raised?.score ?? 0);
  const [, added] = raise(standIn('new', 6, 0.6));
  expect(added?.explain()).toEqual([{ name: 'superseded', value: expect.any(Number), contribution: added?.score }]);
});

test('a memory that only repeats a hit raises that one', () => {
  const twin = { ...standIn('twin', 9, 0.9), content: contentOf('c') };
  expect(order(raise(twin))).toEqual(['c', 'a', 'b']);
  expect(order(raise({ ...twin, speaker: 'Ada' }))).toEqual(['twin', 'a', 'b', 'c']);
});

test('where nothing else was found, the memory is the only hit', () => {
  expect(order(raiseByReplaced([], [standIn('new', 1, 0)], model))).toEqual(['new']);
});
