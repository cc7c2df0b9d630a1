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

test('what a memory says already is an echo, however it is wrapped', () => {
  expect(echo('Ada loves green tea.')).toBe(true);
  expect(echo('The user told you that Ada loves green tea')).toBe(true);
  expect(echo('You remember that Ada loves green tea', 'Ada loves green tea.')).toBe(true);
});

test('what names a memory by its number is an echo of it, too', () => {
  expect(echo('Ada loves green tea [1].')).toBe(true);
  expect(echo('[1] (2026-11-21, Ada) Ada loves green tea.')).toBe(true);
  expect(echo('Ada loves green tea, and Bob plays the cello [1, 2].')).toBe(true);
  expect(echo('Ada loves 7 green teas.')).toBe(false);
});

test('what somebody says of themselves is an echo where it is told of them', () => {
  expect(echo('Cleo watches the ferries leave.')).toBe(true);
  expect(echo('The user watches the ferries leave with her sister.')).toBe(false);
  expect(echo('The user and her brother watch the ferries leave.')).toBe(true);
  expect(echo('The user watches the ferries leave.', 'Bob watches the ferries leave.', 'Bob')).toBe(false);
  expect(echo('Cleo watched the ferries leave.', 'I watched the ferries leave.')).toBe(false);
});

test('what is put together of memories is an echo, unless the user said it', () => {
  expect(echo('Ada loves green tea, and Bob plays the cello.')).toBe(true);
  expect(echo('Bob loves green tea')).toBe(true);
  expect(echo('Bob loves green tea', 'By the way, Bob loves green tea, too.')).toBe(false);
});

test('what the user says of themselves is none where it is told of them, whatever others say alike', () => {
  expect(echo('Cleo loves green tea.', 'I love green tea, too.')).toBe(false);
  expect(echo('Cleo loves green tea.')).toBe(true);
  expect(echo('The user loves green tea.', 'I love green tea, too.')).toBe(false);
  expect(echo('The user loves green tea.', 'I love green tea, too.', null)).toBe(false);
});

test('what was so once is an echo, unless the user says that it is so again', () => {
  expect(echo('Ada lived at the harbour.')).toBe(true);
  expect(echo('Ada lived at the harbour.', 'As I said, Ada lived at the harbour.')).toBe(false);
});

test('what is new is none', () => {
  expect(echo('Ada hates green tea.')).toBe(false);
  expect(echo('Bob plays the cello on Mondays.')).toBe(false);
});
