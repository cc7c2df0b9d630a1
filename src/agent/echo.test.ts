import { expect, test } from 'vitest';
import { isEcho } from './echo.ts';

const of = (content: string, speaker: string | null = null) => ({ content, speaker });
const former = [of('Ada lived at the harbour.')];
const recalled = [
  of('Ada loves green tea.'),
  of('Bob plays the cello on Sundays.'),
  of('My brother and I watch the ferries leave.', 'Cleo'),
];
const echo = (content: string, said = 'What do you know of us?', asker: string | null = 'Cleo') =>
  isEcho({ content, said, asker, recalled, former, language: 'en' });

test('a restatement of a memory is an echo, whatever words introduce it', () => {
  expect(echo('Ada loves green tea.')).toBe(true);
  expect(echo('The user told you that Ada loves green tea')).toBe(true);
  expect(echo('You remember that Ada loves green tea', 'Ada loves green tea.')).toBe(true);
});

test('a restatement that cites memories by number is an echo of them', () => {
  expect(echo('Ada loves green tea [1].')).toBe(true);
  expect(echo('[1] (2026-11-21, Ada) Ada loves green tea.')).toBe(true);
  expect(echo('Ada loves green tea, and Bob plays the cello [1, 2].')).toBe(true);
  expect(echo('Ada loves 7 green teas.')).toBe(false);
});

test('a first-person memory is echoed by a third-person text about its speaker', () => {
  expect(echo('Cleo watches the ferries leave.')).toBe(true);
  expect(echo('The user watches the ferries leave with her sister.')).toBe(false);
  expect(echo('The user and her brother watch the ferries leave.')).toBe(true);
  expect(echo('The user watches the ferries leave.', 'Bob watches the ferries leave.', 'Bob')).toBe(false);
  expect(echo('Cleo watched the ferries leave.', 'I watched the ferries leave.')).toBe(false);
});

test('a combination of memories is an echo, unless the user said it', () => {
  expect(echo('Ada loves green tea, and Bob plays the cello.')).toBe(true);
  expect(echo('Bob loves green tea')).toBe(true);
  expect(echo('Bob loves green tea', 'By the way, Bob loves green tea, too.')).toBe(false);
});

test('what the user has just said about themselves is not an echo, even if others said something similar', () => {
  expect(echo('Cleo loves green tea.', 'I love green tea, too.')).toBe(false);
  expect(echo('Cleo loves green tea.')).toBe(true);
  expect(echo('The user loves green tea.', 'I love green tea, too.')).toBe(false);
  expect(echo('The user loves green tea.', 'I love green tea, too.', null)).toBe(false);
});

test('an outdated memory is an echo, unless the user says that it holds again', () => {
  expect(echo('Ada lived at the harbour.')).toBe(true);
  expect(echo('Ada lived at the harbour.', 'As I said, Ada lived at the harbour.')).toBe(false);
});

test('new information is not an echo', () => {
  expect(echo('Ada hates green tea.')).toBe(false);
  expect(echo('Bob plays the cello on Mondays.')).toBe(false);
});
