import { expect, test } from 'vitest';
import { portions } from './portions.ts';

const of = (texts: readonly string[], bounds: { readonly items?: number; readonly most: number }) => [
  ...portions(texts, { ...bounds, sizeOf: ({ length }) => length }),
];

test('bounds portions by items and by size, and puts an oversized item in one of its own', () => {
  expect(of([], { most: 4 })).toEqual([]);
  expect(of(['a', 'b', 'c'], { items: 2, most: 4 })).toEqual([['a', 'b'], ['c']]);
  expect(of(['aa', 'bb', 'c'], { items: 9, most: 4 })).toEqual([['aa', 'bb'], ['c']]);
  expect(of(['aaaaa', 'b', 'ccccc', 'd'], { most: 4 })).toEqual([['aaaaa'], ['b'], ['ccccc'], ['d']]);
});

test.each([
  [[], []],
  [
    [1, 2, 3],
    [[1, 2], [3]],
  ],
  [
    [9, 0, 3, 0],
    [[9], [0, 3, 0]],
  ],
  [
    [3, 3],
    [[3], [3]],
  ],
])('splits %j into %j', (sizes, parts) => {
  expect([...portions(sizes, { most: 3, sizeOf: (size) => size })]).toEqual(parts);
});
