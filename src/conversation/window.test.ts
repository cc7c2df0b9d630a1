import { expect, test } from 'vitest';
import { cut } from './window.ts';

test('a text is cut to a number of UTF-16 code units, never inside a surrogate pair', () => {
  expect(cut('hello', 10)).toBe('hello');
  expect(cut('hello', 2)).toBe('he');
  expect(cut('a😀b', 3)).toBe('a😀');
  expect(cut('a😀b', 2)).toBe('a');
  expect(cut('😀', 1)).toBe('');
});
