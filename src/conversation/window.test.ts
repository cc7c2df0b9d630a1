import { expect, test } from 'vitest';
import { cut } from './window.ts';

test('a text is cut to a number of UTF-16 code units, never inside of what readers see as one character', () => {
  expect(cut('hello', 10)).toBe('hello');
  expect(cut('hello', 2)).toBe('he');
  expect(cut('a😀b', 3)).toBe('a😀');
  expect(cut('a😀b', 2)).toBe('a');
  expect(cut('😀', 1)).toBe('');
  expect(cut('e\u0301e\u0301', 3)).toBe('e\u0301');
  expect(cut('e\u0301e\u0301', 4)).toBe('e\u0301e\u0301');
  expect(cut('👨‍👩‍👧 us', 5)).toBe('');
  expect(cut('🇩🇪🇫🇷', 6)).toBe('🇩🇪');
  expect(cut('நிநி', 3)).toBe('நி');
});
