import { expect, test } from 'vitest';
import { dateWordsIn } from './date-words.ts';

const may = (language: string) => {
  const { day, months, year } = dateWordsIn(language);
  return `8${day} ${months[4]} 2023${year}`;
};

test.each([
  ['en', '8 May 2023'],
  ['de', '8 Mai 2023'],
  ['fr', '8 mai 2023'],
  ['ru', '8 мая 2023'],
  ['ar', '8 مايو 2023'],
  ['zh', '8日 5月 2023年'],
  ['ko', '8일 5월 2023년'],
  ['th', '8 พฤษภาคม 2023'],
  // More than one word, or unknown: falls back to English.
  ['vi', '8 May 2023'],
  ['qqq', '8 May 2023'],
])('in language %s the date is %s', (language, date) => {
  expect(may(language)).toBe(date);
});

test('each of these languages has twelve distinct one-word months', () => {
  for (const language of [
    'ca',
    'el',
    'eu',
    'fa',
    'ga',
    'he',
    'hi',
    'hu',
    'hy',
    'km',
    'lo',
    'lt',
    'my',
    'ta',
    'tr',
    'yi',
  ]) {
    const { months } = dateWordsIn(language);
    expect(new Set(months).size, language).toBe(12);
    for (const month of months) expect(month).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
  }
});
