import { expect, test } from 'vitest';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';

test('numbers of one and of two words come back in their order', () => {
  const numbers = [0, 1, 0xbfff, 0xc000, 0xc001, 0xffff, 0x10000, 0x1bfff, 0x1c000, 5, 2 ** 30 - 1];
  const words = Uint16Array.from(packNumbers(numbers));
  expect([...unpackNumbers(words)]).toEqual(numbers);
  expect(words.length).toBe(4 + 2 * 7);
});

test('no numbers are no words', () => {
  expect(packNumbers([])).toEqual([]);
  expect([...unpackNumbers(new Uint16Array())]).toEqual([]);
});
