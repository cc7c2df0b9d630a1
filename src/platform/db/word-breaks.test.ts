import { expect, test } from 'vitest';
import { withApartWords, withWordBreaks } from './word-breaks.ts';

const words = (text: string, language: string) => withWordBreaks(text, language).trim().split(/\s+/);

test.each([
  ['zh', '我喜欢北京', ['我喜', '喜欢', '欢北', '北京']],
  ['zh', '用Python写程序。', ['用', 'Python', '写程', '程序', '。']],
  ['zh', '2023年5月8日去北京', ['2023年', '5月', '8日', '去北', '北京']],
  ['zh', '猫', ['猫']],
  ['zh', '𠮷野家', ['𠮷野', '野家']],
  ['ja', 'タワーへ行く', ['タワ', 'ワー', 'ーへ', 'へ行', '行く']],
  ['th', 'ในพฤษภาคม', ['ใน', 'พฤษภาคม']],
  ['th', 'ที่นี่', ['ที่นี่']],
  ['zh', 'Anna: hello world', ['Anna:', 'hello', 'world']],
])('in %s %s becomes %j', (language, text, expected) => {
  expect(words(text, language)).toEqual(expected);
});

test('texts of languages with breaks stay as they are', () => {
  for (const language of ['en', 'de', 'ko', 'ar', 'xx']) expect(withWordBreaks('北京 5月', language)).toBe('北京 5月');
});

test.each([
  ['artists/bands', 'artists bands'],
  ['Cafe\u0301 in Mu\u0308nchen', 'Café in München'],
  ['either/or, 5/8/2023, w/o', 'either or, 5/8/2023, w o'],
  ['We went home.I slept', 'We went home I slept'],
  [
    'See https://example.com/some/path.html, 1.5 km, U.S. law, e.g.',
    'See https://example.com example com some path.html, path html 1.5 km, U.S. law, e.g.',
  ],
  ['os.path.join(): joins', 'os.path.join(): os path join joins'],
  ['mail help@example.org or j.doe@a.de', 'mail help@example.org help example org or j.doe@a.de doe de'],
  ['in package.json, self.x_y.', 'in package.json, package json self.x_y. self x_y'],
  ['v18.12.1 at 10.30pm, 3.5mm for p.m. or so... then', 'v18.12.1 at 10.30pm, 3.5mm for p.m. or so... then'],
])('%s becomes %s in every language', (text, expected) => {
  for (const language of ['en', 'ko']) expect(withWordBreaks(text, language)).toBe(expected);
});

test('very long texts take no time to speak of', () => {
  expect(words('京'.repeat(32_000), 'ja')).toHaveLength(31_999);
  expect(words('5'.repeat(32_000), 'ja')).toHaveLength(500);
  expect(words('พ'.repeat(32_000), 'th')).toHaveLength(31_999);
  for (const part of ['a', 'ab.', 'a_@', '_.', '@.', 'a1@']) expect(words(part.repeat(16_000), 'en')).not.toEqual([]);
});

test('what never ends is broken, in a question as in a text, and an address of usual length is not', () => {
  const address = 'https://example.com?of=a-page-about-the-garden-of-somebody';
  expect(withWordBreaks(`See ${address} there`, 'en')).toBe(`See ${address} example com there`);
  for (const language of ['en', 'ja']) {
    const broken = words(`so ${'a1@'.repeat(1_000)} there`, language);
    expect(broken.join('')).toBe(`so${'a1@'.repeat(1_000)}there`);
    expect(Math.max(...broken.map(({ length }) => length))).toBe(64);
  }
  const run = 'b_'.repeat(100);
  expect(withApartWords(`what about ${run}?`)).toContain(withWordBreaks(run, 'en'));
  expect(withWordBreaks('👍'.repeat(65), 'en')).toBe(`${'👍'.repeat(64)} 👍`);
});
