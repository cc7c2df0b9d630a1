import { expect, test } from 'vitest';
import { KnownText, repeats } from './repeats.ts';

const known = [
  { content: 'Ada loves green tea.', speaker: null },
  { content: 'I play the cello on Sundays. It snows.', speaker: 'Bob' },
].map((one) => new KnownText(one, 'en'));
const repeated = (text: string) => repeats(text, known, 'en');

test('what one memory says is repeated, however it is wrapped or shortened', () => {
  expect(repeated('Ada loves green tea')).toBe(true);
  expect(repeated('You told me that Ada loves green tea.')).toBe(true);
  expect(repeated('I remember that Bob would play the cello')).toBe(true);
});

test('what is joined of memories is repeated, in either order, with its speakers and marks', () => {
  expect(repeated('Ada loves green tea and Bob: I play the cello on Sundays.')).toBe(true);
  expect(repeated('\nBob: I play the cello on Sundays. [1]\nAda loves green tea. [2]')).toBe(true);
  expect(repeated('Ada loves green tea, and it snows [1, 2].')).toBe(true);
  expect(repeated('Bob says: it snows.')).toBe(true);
  expect(repeated('It snows, and Ada loves green tea.')).toBe(true);
});

test('a word of its own, another number or a denial is something new', () => {
  expect(repeated('Ada does not love green tea.')).toBe(false);
  expect(repeated('Ada loves green tea since 2019.')).toBe(false);
  expect(repeated('Ada loves green tea. Her brother collects stamps.')).toBe(false);
});

test('single words of several memories say something new', () => {
  expect(repeated('Bob loves green tea')).toBe(false);
  expect(repeated('Ada plays the cello')).toBe(false);
});

test('what has no word that says anything is repeated only as it stands', () => {
  expect(repeats('What is it?', [new KnownText({ content: 'What  is it?', speaker: null }, 'en')], 'en')).toBe(true);
  expect(repeated('What is it?')).toBe(false);
});
