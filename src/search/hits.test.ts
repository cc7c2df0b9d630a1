import { expect, test } from 'vitest';
import { hitsOfOneArm } from './hits.ts';

test('one arm alone answers what it found, in its order, and none of the turns around that', () => {
  const found = [
    {
      id: 'second',
      lexical: 0,
      lexicalRank: null,
      cosine: 0.4,
      semanticRank: 2,
      content: 'b',
      speaker: null,
      validTo: null,
    },
    {
      id: 'beside the first',
      lexical: 3,
      lexicalRank: 1,
      cosine: 0.1,
      semanticRank: null,
      content: 'c',
      speaker: null,
      validTo: null,
    },
    {
      id: 'first',
      lexical: 0,
      lexicalRank: null,
      cosine: 0.6,
      semanticRank: 1,
      content: 'a',
      speaker: null,
      validTo: null,
    },
  ];
  expect(hitsOfOneArm(found, 'SEMANTIC').map(({ id, score }) => [id, score])).toEqual([
    ['first', 0.6],
    ['second', 0.4],
  ]);
  expect(hitsOfOneArm(found, 'LEXICAL').map(({ id }) => id)).toEqual(['beside the first']);
});
