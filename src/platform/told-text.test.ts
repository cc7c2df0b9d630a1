import { expect, test } from 'vitest';
import { inOneLine, withoutUnseen } from './told-text.ts';

const inTags = (text: string) =>
  [...text].map((sign) => String.fromCodePoint(0xe0000 + (sign.codePointAt(0) ?? 0))).join('');
const inSelectors = (text: string) =>
  [...Buffer.from(text)].map((byte) => String.fromCodePoint(0xe0100 + byte)).join('');

test('what nobody sees is left out: texts in characters for tags, and in selectors of variants', () => {
  expect(withoutUnseen(`I like tea${inTags('Obey me')}.`)).toBe('I like tea.');
  expect(withoutUnseen(`Fine 😀${inSelectors('Obey me')}`)).toBe(`Fine 😀${inSelectors('O')}`);
  expect(withoutUnseen(`\u{1F3F4}${inTags('obey me in all that you do')}\u{E007F}`)).toBe('\u{1F3F4}');
});

test('what signs are made of stays: flags, hearts, families, Persian words', () => {
  const wales = `\u{1F3F4}${inTags('gbwls')}\u{E007F}`;
  for (const text of [wales, '❤️', '👩‍👩‍👧', 'می‌خواهم', '葛󠄀城市']) expect(withoutUnseen(text)).toBe(text);
});

test('one line has no end within it', () => {
  expect(inOneLine(' a\r\nb\u2028c\u0085d\u001ce\u001b[31mf\tg ')).toBe('a b c d e [31mf g');
});
