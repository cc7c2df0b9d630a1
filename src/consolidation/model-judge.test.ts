import { expect, test } from 'vitest';
import { memoryOf } from './fixtures/read-pairs.ts';
import { eachOnce } from './model-judge.ts';

test('pairs that are too long for a request take no place of others that it is asked about', () => {
  const pair = (length: number, place: number, similarity: number) => ({
    one: memoryOf('x'.repeat(length), place),
    other: memoryOf('y'.repeat(length), place + 1),
    similarity,
  });
  const [long, fitting, short] = [pair(20_001, 0, 0.99), pair(20_000, 2, 0.9), pair(5, 4, 0.95)];
  expect(eachOnce([long, fitting, short], new Set())).toEqual([short, fitting]);
});
