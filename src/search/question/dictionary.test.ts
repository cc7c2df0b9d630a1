import { expect, test } from 'vitest';
import { isInDictionary } from './dictionary.ts';

test.each('commuting helpers colour organise organize hydrangea reorder sitter nagging writing'.split(' '))(
  '"%s" is a word of English',
  (word) => {
    expect(isInDictionary(word)).toBe(true);
  },
);

test.each('wich recieve definately writting melanie aaaa zzzz'.split(' '))('"%s" is none', (word) => {
  expect(isInDictionary(word)).toBe(false);
});

test('what is no word of English is hardly ever taken for one', () => {
  const letters = 'qzxjvkw';
  const made = Array.from({ length: 7 ** 4 }, (_, n) =>
    [3, 2, 1, 0].map((place) => letters[Math.floor(n / 7 ** place) % 7]).join(''),
  );
  expect(made.filter((word) => isInDictionary(word)).length).toBeLessThan(5);
});
