import { expect, test } from 'vitest';
import { isFormOfWord } from './inflections.ts';

const dictionary = new Set('save price cache batch happy party chat stop hike read write rune try date'.split(' '));
const isWord = (word: string): boolean => dictionary.has(word);

test.each(
  'save savers priceless caches cached batches happily happiness parties chatted hikers readable unread rewriting retries outdated'.split(
    ' ',
  ),
)('"%s" is a word or formed from one', (word) => {
  expect(isFormOfWord(word, isWord)).toBe(true);
});

test.each('melanie redis stoped chathed ed s unr reed'.split(' '))('"%s" is not', (word) => {
  expect(isFormOfWord(word, isWord)).toBe(false);
});

test('a word of endings alone is looked up a few times', () => {
  const lookedUp: string[] = [];
  const look = (word: string) => lookedUp.push(word) === 0;
  for (const part of ['er', 'ed', 'ings', 'less', 're']) isFormOfWord(part.repeat(10).slice(0, 20), look);
  expect(lookedUp.length).toBeLessThan(200);
});
