import { expect, test } from 'vitest';
import { memoryOf } from './fixtures/read-pairs.ts';
import { eachOnce } from './model-judge.ts';

test('pairs too long for a request are skipped, the others are ordered by similarity', () => {
  const pair = (length: number, place: number, similarity: number) => ({
    one: memoryOf('x'.repeat(length), place),
    other: memoryOf('y'.repeat(length), place + 1),
    similarity,
  });
  const [long, fitting, short] = [pair(20_001, 0, 0.99), pair(20_000, 2, 0.9), pair(5, 4, 0.95)];
  expect(eachOnce([long, fitting, short], new Set())).toEqual([short, fitting]);
});
