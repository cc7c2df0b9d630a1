import { expect, test } from 'vitest';
import { KnownText, repeats } from './repeats.ts';

const known = [
  { content: 'Ada loves green tea.', speaker: null },
  { content: 'I play the cello on Sundays. It snows.', speaker: 'Bob' },
].map((one) => new KnownText(one, 'en'));
const repeated = (text: string) => repeats(text, known, 'en');

test('a text from a single memory is a repetition, even if it is shortened or introduced by other words', () => {
  expect(repeated('Ada loves green tea')).toBe(true);
  expect(repeated('You told me that Ada loves green tea.')).toBe(true);
  expect(repeated('I remember that Bob would play the cello')).toBe(true);
});

test('a combination of memories is a repetition, in either order, with speakers and citation marks', () => {
  expect(repeated('Ada loves green tea and Bob: I play the cello on Sundays.')).toBe(true);
  expect(repeated('\nBob: I play the cello on Sundays. [1]\nAda loves green tea. [2]')).toBe(true);
  expect(repeated('Ada loves green tea, and it snows [1, 2].')).toBe(true);
  expect(repeated('Bob says: it snows.')).toBe(true);
  expect(repeated('It snows, and Ada loves green tea.')).toBe(true);
});

test('an additional word, number or negation is something new', () => {
  expect(repeated('Ada does not love green tea.')).toBe(false);
  expect(repeated('Ada loves green tea since 2019.')).toBe(false);
  expect(repeated('Ada loves green tea. Her brother collects stamps.')).toBe(false);
});

test('a number is repeated in digits or in words, another number is something new', () => {
  const told = [{ content: 'um my locker is number one hundred and twelve', speaker: 'Ada' }].map(
    (one) => new KnownText(one, 'en'),
  );
  expect(repeats('Your locker is number 112.', told, 'en')).toBe(true);
  expect(repeats('Your locker is number 120.', told, 'en')).toBe(false);
  expect(repeats('Your locker is number one hundred and twenty.', told, 'en')).toBe(false);
});

test('a combination of single words of several memories is something new', () => {
  expect(repeated('Bob loves green tea')).toBe(false);
  expect(repeated('Ada plays the cello')).toBe(false);
});

test('the answer to a known question is something new, even in its words; the same question is not', () => {
  const asked = [{ content: 'Is the north gate closed on Friday? I come by car.', speaker: 'Ada' }].map(
    (one) => new KnownText(one, 'en'),
  );
  expect(repeats('The north gate is closed on Friday.', asked, 'en')).toBe(false);
  expect(repeats('Is the north gate closed on Friday?', asked, 'en')).toBe(true);
  expect(repeats('You come by car.', asked, 'en')).toBe(true);
});

test('advice on what somebody considers is something new, even in their words', () => {
  const considered = [new KnownText({ content: 'I could take the night train to Vienna.', speaker: 'Ada' }, 'en')];
  expect(repeats('Take the night train to Vienna!', considered, 'en')).toBe(false);
  expect(repeats('You could take the night train to Vienna.', considered, 'en')).toBe(true);
  const more = [...considered, new KnownText({ content: 'The trip begins on Friday.', speaker: null }, 'en')];
  expect(repeats('The trip begins on Friday. [1] Ada: I could take the night train to Vienna. [2]', more, 'en')).toBe(
    true,
  );
});

test('a text without content words is a repetition only of the same text', () => {
  expect(repeats('What is it?', [new KnownText({ content: 'What  is it?', speaker: null }, 'en')], 'en')).toBe(true);
  expect(repeated('What is it?')).toBe(false);
});
