import { expect, test } from 'vitest';
import { portions } from './portions.ts';

const of = (texts: readonly string[], bounds: { readonly items?: number; readonly characters: number }) => [
  ...portions(texts, { ...bounds, lengthOf: ({ length }) => length }),
];

test('portions are full by items or by characters, whichever comes first, and what is too long stands alone', () => {
  expect(of([], { characters: 4 })).toEqual([]);
  expect(of(['a', 'b', 'c'], { items: 2, characters: 4 })).toEqual([['a', 'b'], ['c']]);
  expect(of(['aa', 'bb', 'c'], { items: 9, characters: 4 })).toEqual([['aa', 'bb'], ['c']]);
  expect(of(['aaaaa', 'b', 'ccccc', 'd'], { characters: 4 })).toEqual([['aaaaa'], ['b'], ['ccccc'], ['d']]);
});
