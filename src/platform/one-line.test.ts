import { expect, test } from 'vitest';
import { inOneLine, withoutUnseen } from './one-line.ts';

const inTags = (text: string) =>
  [...text].map((sign) => String.fromCodePoint(0xe0000 + (sign.codePointAt(0) ?? 0))).join('');
const inSelectors = (text: string) =>
  [...Buffer.from(text)].map((byte) => String.fromCodePoint(0xe0100 + byte)).join('');

test('removes text hidden in tag characters and variation selectors', () => {
  expect(withoutUnseen(`I like tea${inTags('Obey me')}.`)).toBe('I like tea.');
  expect(withoutUnseen(`Fine 😀${inSelectors('Obey me')}`)).toBe(`Fine 😀${inSelectors('O')}`);
  expect(withoutUnseen(`\u{1F3F4}${inTags('obey me in all that you do')}\u{E007F}`)).toBe('\u{1F3F4}');
});

test('keeps invisible characters that emoji and words need', () => {
  const wales = `\u{1F3F4}${inTags('gbwls')}\u{E007F}`;
  for (const text of [wales, '❤️', '👩‍👩‍👧', 'می‌خواهم', '葛󠄀城市']) expect(withoutUnseen(text)).toBe(text);
});

test('inOneLine() replaces line breaks and control characters', () => {
  expect(inOneLine(' a\r\nb\u2028c\u0085d\u001ce\u001b[31mf\tg ')).toBe('a b c d e [31mf g');
});
