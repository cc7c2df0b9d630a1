import { expect, test } from 'vitest';
import { matchesOf } from './matches-of.ts';

test.each([
  ['all words', 'Anna, Ben and Čeněk', /\p{L}+/gu],
  ['none', '1 2 3', /\p{L}+/gu],
  ['groups with their places', 'a1 b2', /(?<letter>[a-z])(?<digit>\d)/g],
  ['what is empty, before pairs of units, too', 'a😀b', /x*/gu],
  ['what is empty in parts', 'aab', /a*/g],
])('finds what matchAll finds: %s', (_, text, pattern) => {
  expect(matchesOf(text, pattern)).toEqual([...text.matchAll(pattern)]);
  expect(matchesOf(text, pattern)).toHaveLength([...text.matchAll(pattern)].length);
});

test('a pattern may be used again, also while its matches are read', () => {
  const word = /\w+/g;
  const found = matchesOf('one two', word).flatMap(([one]) => matchesOf(`${one} and more`, word).map(([more]) => more));
  expect(found).toEqual(['one', 'and', 'more', 'two', 'and', 'more']);
  expect(word.lastIndex).toBe(0);
});

test('a pattern that is not global is refused', () => {
  expect(() => matchesOf('one', /\w+/)).toThrow('not global');
});
