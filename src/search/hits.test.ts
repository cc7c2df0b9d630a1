import { expect, test } from 'vitest';
import { type FoundTurns, hitsOfOneArm } from './hits.ts';

test('a single arm returns only its own hits, in rank order', () => {
  const ids = ['second', 'beside the first', 'first'];
  const found: FoundTurns = {
    length: ids.length,
    // Columns may be longer than the number of memories.
    lexical: Float64Array.of(0, 3, 0, 9),
    lexicalRanks: Uint16Array.of(0, 1, 0, 1),
    cosines: Float64Array.of(0.4, 0.1, 0.6, 0.9),
    semanticRanks: Uint16Array.of(2, 0, 1, 1),
    id: (place) => ids[place] ?? '',
    content: (place) => place,
    speaker: () => null,
    validTo: () => null,
  };
  expect(hitsOfOneArm(found, 'SEMANTIC').map(({ id, score, semantic }) => [id, score, semantic?.rank])).toEqual([
    ['first', 0.6, 1],
    ['second', 0.4, 2],
  ]);
  const [only, ...others] = hitsOfOneArm(found, 'LEXICAL');
  expect([only?.id, only?.lexical, only?.semantic, others]).toEqual([
    'beside the first',
    { rank: 1, score: 3 },
    null,
    [],
  ]);
  expect(only?.explain()).toEqual([{ name: 'lexical', value: 3, contribution: 3 }]);
});
