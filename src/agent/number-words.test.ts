import { expect, test } from 'vitest';
import { withDigits } from './number-words.ts';

test.each([
  ['my locker is number one hundred and twelve', 'my locker is number 112'],
  ['the twenty second of august', 'the 22nd of august'],
  ['on the twenty-first, and the third', 'on the 21st, and the 3rd'],
  ['eleventh twelfth thirteenth thirtieth', '11th 12th 13th 30th'],
  ['one thousand eight hundred and fifty dollars', '1850 dollars'],
  ['sixty two thousand pounds', '62000 pounds'],
  ['twelve hundred and sixty', '1260'],
  ['two thousand and nineteen', '2019'],
  ['born in nineteen sixty two', 'born in 1962'],
  ['in twenty twenty six', 'in 2026'],
  ['at six fifty or two thirty', 'at 6 50 or 2 30'],
  ['oh five five two', 'oh 5 5 2'],
  ['two and three', '2 and 3'],
  ['It costs 1,850 euros, not 1,8500', 'It costs 1850 euros, not 1,8500'],
  ["someone's often weighed; no one", "someone's often weighed; no 1"],
  ['a hundred seconds', 'a 100 seconds'],
])('%s: %s', (text, digits) => {
  expect(withDigits(text)).toBe(digits);
});
