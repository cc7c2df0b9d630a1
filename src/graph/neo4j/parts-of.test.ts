import { expect, test } from 'vitest';
import { partsOf } from './parts-of.ts';

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
])('%j is cut where it becomes too much: %j', (sizes, parts) => {
  expect(partsOf(sizes, (size) => size, 3)).toEqual(parts);
});
