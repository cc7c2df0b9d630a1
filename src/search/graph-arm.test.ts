import { expect, test } from 'vitest';
import { makeHit } from '../../tests/support/hits.ts';
import { type Naming, placed, raiseByNames as raiseByPlaces } from './graph-arm.ts';
import type { Hit } from './search.ts';
import { breakTies, tiesAmong } from './tie-breaks.ts';

const hits = (scores: Readonly<Record<string, number>>): Hit[] =>
  Object.entries(scores).map(([id, score]) => makeHit(id, score));

const naming = (entities: Readonly<Record<string, readonly string[]>>): Naming[] =>
  Object.entries(entities).flatMap(([entityId, memoryIds]) => memoryIds.map((memoryId) => ({ memoryId, entityId })));

const raiseByNames = (found: readonly Hit[], namings: readonly Naming[]): Hit[] =>
  raiseByPlaces(found, placed(namings, found));

const ids = (found: readonly Hit[]) => found.map(({ id }) => id);

test('a hit that names the entity of the best hit comes before hits with nearly the same score', () => {
  const found = raiseByNames(hits({ a: 3, b: 2, c: 1.01, d: 1, e: 0.9 }), naming({ lisbon: ['a', 'd'] }));
  expect(ids(found)).toEqual(['a', 'b', 'd', 'c', 'e']);
  const [, , raised] = found;
  expect(raised?.graph).toMatchObject({ rank: 1 });
  const parts = raised?.explain() ?? [];
  expect(parts.map(({ name }) => name)).toEqual(['S', 'graph']);
  expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(raised?.score ?? 0, 9);
});

test('a raised hit never passes the hit that raises it, however many entities they share', () => {
  const namers = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`entity ${n}`, ['a', 'b', 'z']]));
  const found = raiseByNames(hits({ b: 1.000_000_5, a: 1, z: 0.999 }), naming(namers));
  expect(ids(found)).toEqual(['b', 'a', 'z']);
});

test('hits raised to right behind another are not treated as ties', () => {
  for (let n = 0; n < 50; n += 1) {
    const best = 2 + n / 7;
    const found = raiseByNames(
      hits({ a: best, b: best - 0.01, c: best - 0.02, d: best - 0.5, e: 1, f: 0.9, g: 0.8, h: 0.7 }),
      naming({ lisbon: ['a', 'b', 'c'] }),
    );
    const livelier = ['h', 'g', 'f', 'e', 'd', 'c', 'b', 'a'];
    expect(ids(breakTies(found, tiesAmong(found), livelier)), `${best}`).toEqual(livelier.toReversed());
  }
});

test('a hit is raised only by better hits with a shared entity, and more by rarer entities', () => {
  const scores = { a: 2, b: 1.9, c: 1, d: 0.9, e: 0.5 };
  const found = raiseByNames(hits(scores), naming({ lisbon: ['a', 'c', 'e'], anna: ['b', 'd'] }));
  expect(found.map(({ id, graph }) => [id, graph?.rank ?? null])).toEqual([
    ['a', null],
    ['b', null],
    ['c', 2],
    ['d', 1],
    ['e', 3],
  ]);
});

test('ranks hits with equally rare entities by score, whatever the order of the entities', () => {
  const scores = { a: 2, b: 1, c: 0.9, d: 0.5 };
  const namings = naming({ lisbon: ['a', 'd'], anna: ['a', 'c'], porto: ['a', 'b'] });
  for (const order of [namings, namings.toReversed()])
    expect(raiseByNames(hits(scores), order).map(({ graph }) => graph?.rank ?? null)).toEqual([null, 1, 2, 3]);
});

test('a hit with two supporters is raised by the stronger one only', () => {
  const scoreOfC = (names: Record<string, string[]>) =>
    raiseByNames(hits({ a: 2, b: 1.9, c: 1, d: 0.9, e: 0.5 }), naming(names)).find(({ id }) => id === 'c')?.score;
  const [rare, common] = [['c'], ['c', 'd', 'e']];
  const ofA = scoreOfC({ lisbon: ['a', ...rare] });
  expect(scoreOfC({ lisbon: ['a', ...rare], anna: ['b', ...common] })).toBe(ofA);
  const ofB = scoreOfC({ anna: ['b', ...rare] });
  expect(scoreOfC({ lisbon: ['a', ...common], anna: ['b', ...rare] })).toBe(ofB);
});

test('an entity named by all hits hardly raises any', () => {
  const everybody = ['a', 'b', 'c', 'd', 'e', 'f'];
  const scores = { a: 2, b: 1, c: 0.99, d: 0.5, e: 0.4, f: 0.3 };
  const common = raiseByNames(hits(scores), naming({ anna: everybody }));
  const rare = raiseByNames(hits(scores), naming({ lisbon: ['a', 'c'] }));
  expect(ids(common)).toEqual(everybody);
  expect(ids(rare).slice(0, 3)).toEqual(['a', 'c', 'b']);
});

test.each([
  ['no hits', {}, {}],
  ['no names', { a: 1 }, {}],
  ['scores below nothing', { a: -1, b: -2 }, { lisbon: ['a', 'b'] }],
  ['names of memories that are no hits', { a: 1 }, { lisbon: ['x', 'y'] }],
])('keeps the order with %s', (_what, scores: Record<string, number>, names: Record<string, string[]>) => {
  expect(ids(raiseByNames(hits(scores), naming(names)))).toEqual(Object.keys(scores));
});
