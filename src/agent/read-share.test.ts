import { expect, test } from 'vitest';
import { makeNote } from './fixtures/make-note.ts';
import { readShare } from './read-share.ts';

const notes = (...lengths: number[]) => lengths.map((length, at) => makeNote('x'.repeat(length), at));

test.each([
  [[30, 10, 50], 90, [30, 10, 50]],
  [[30, 10, 50], 60, [25, 10, 25]],
  [[50, 50, 50], 30, [10, 10, 10]],
  [[100], 30, [30]],
  [[], 30, []],
])('of texts of %j characters, %i are read as %j', (lengths, most, shares) => {
  expect(readShare(notes(...lengths), most).map(({ content }) => content.length)).toEqual(shares);
});

test('a note that is read whole stays the same', () => {
  const [short, long] = notes(10, 50);
  expect(short && long && readShare([long, short], 40)[1]).toBe(short);
});
