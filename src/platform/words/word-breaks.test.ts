import { expect, test } from 'vitest';
import { dateWordsIn } from './date-words.ts';
import { plainLetters } from './plain-letters.ts';
import { readingsOf, withWordBreaks } from './word-breaks.ts';

const allWords = (text: string, language: string) => withWordBreaks(text, language).trim().split(/\s+/);
/** Without the parts of words, which end with a 4. */
const withoutParts = (text: string, language: string) =>
  withWordBreaks(text, language).replace(/(?: 4?\p{L}+4)+$/u, '');
const words = (text: string, language: string) => withoutParts(text, language).trim().split(/\s+/);

test.each([
  ['zh', '我喜欢北京', ['我', '我喜', '喜', '喜欢', '欢', '欢北', '北', '北京', '京']],
  ['zh', '用Python写程序。', ['用', 'Python', '写', '写程', '程', '程序', '序', '。']],
  ['zh', '2023年5月8日去北京', ['2023年', '5月', '8日', '去', '去北', '北', '北京', '京']],
  ['zh', '猫', ['猫']],
  ['zh', '𠮷野家', ['𠮷', '𠮷野', '野', '野家', '家']],
  ['ja', 'タワーへ行く', ['タワ', 'ワー', 'ーへ', 'へ行', '行', '行く']],
  ['th', 'ในพฤษภาคม', ['ใน', 'พฤษภาคม']],
  ['th', 'ที่นี่', ['ที่นี่']],
  ['zh', 'Anna: hello world', ['Anna:', 'hello', 'world']],
])('language %s: %s is split into %j', (language, text, expected) => {
  expect(words(text, language)).toEqual(expected);
});

test.each([
  ['我喜欢北京', ['我', '我喜', '喜', '喜欢', '欢', '欢北', '北', '北京', '京']],
  ['See 東京タワー!', ['See', '東', '東京', '京', '京タ', 'タワ', 'ワー', '!']],
  ['민수는 서울에서 책을', ['민', '민수', '수는', '서', '서울', '울에', '에서', '책', '책을']],
  ['2023년5월8일에', ['2023년', '5월', '8일', '에']],
])('%s is split by its script, whatever the language of its collection', (text, expected) => {
  for (const language of ['en', 'de', 'ko', 'zh', 'tr', 'xx']) expect(words(text, language)).toEqual(expected);
});

test('leaves texts with word breaks as they are, and adds the parts of their words after them except in English', () => {
  for (const text of ['Über den Dächern, 5 May', 'Я живу в Москве', 'أحمد يسكن', 'हिन्दी में']) {
    expect(withWordBreaks(text, 'en')).toBe(text);
    for (const language of ['de', 'ko', 'zh', 'ar', 'xx']) expect(withWordBreaks(text, language)).toMatch(`${text} 4`);
  }
});

test.each([
  [
    'de',
    'Die Haustür-Schlüssel',
    '4hau4 haus4 aust4 ustu4 stur4 4sch4 schl4 chlu4 hlus4 luss4 usse4 ssel4 turs4 ursc4 rsch4',
  ],
  ['fr', 'à l’école', '4eco4 ecol4 cole4'],
  ['ru', 'в Москве', '4мос4 моск4 оскв4 скве4'],
  ['de', 'Haus Haus HAUS', '4hau4 haus4'],
  ['de', 'Ei, Rad 2023 東京タワー', ''],
])('in %s, %s has the parts %s', (language, text, parts) => {
  expect(
    allWords(text, language)
      .filter((word) => /^4?\p{L}+4$/u.test(word))
      .join(' '),
  ).toBe(parts);
});

test.each([
  ['Ｐｙｔｈｏｎ３', 'Python3'],
  ['ﾀﾜｰ ﾊﾞｽ', 'タワー バス'],
  ['ﬁle', 'file'],
  ['ﻣﺮﺣﺒﺎ', 'مرحبا'],
  ['٢٠٢٣ ۱۴۰۲ २०२३ ๒๕๖๖', '2023 1402 2023 2566'],
  ['soft\u00adhyphen \u200fשלום\u200f \ufeffstart', 'softhyphen שלום start'],
  ['کتاب\u200cها क्\u200dष', 'كتاب ها क्ष'],
  ['مُحَمَّد قال هـــذا', 'محمد قال هذا'],
  ['שָׁלוֹם בְּרֵאשִׁית', 'שלום בראשית'],
  ['فارس\u06cc', 'فارس\u064a'],
  ['so\u200bmany', 'so many'],
  ['½ m² … ™ 👩\u200d🚀', '½ m² … ™ 👩🚀'],
])('%s is normalised to %s', (text, expected) => {
  expect(plainLetters(text)).toBe(expected);
});

test('lower-cases dotted and dotless i separately in Turkish and Azerbaijani', () => {
  for (const language of ['tr', 'az']) expect(words('Iğdır İSTANBUL', language)).toEqual(['ığdır', 'iSTANBUL']);
  expect(words('Iğdır İSTANBUL', 'en')).toEqual(['Iğdır', 'İSTANBUL']);
});

test('a question has a reading of its own only in languages that read it differently', () => {
  expect(readingsOf('Where is Ada?')).toEqual({
    english: 'Where is Ada?',
    usual: 'Where is Ada? 4whe4 wher4 here4',
    own: {},
  });
  expect(Object.keys(readingsOf('In Paris').own)).toEqual(['tr', 'az']);
  expect(Object.keys(readingsOf('ในพฤษภาคม').own)).toEqual(['th']);
});

test('month names remain words of their own in each language', () => {
  for (const language of ['zh', 'yue', 'ja', 'ko', 'th', 'lo', 'km', 'my', 'tr', 'az', 'fa', 'hi', 'ar', 'el']) {
    const { months } = dateWordsIn(language);
    for (const month of months) expect(words(`8 ${month} 2023`, language), language).toContain(month);
  }
});

test.each([
  ['artists/bands', 'artists bands'],
  ['Cafe\u0301 in Mu\u0308nchen', 'Café in München'],
  ['either/or, 5/8/2023, w/o', 'either or, 5/8/2023, w o'],
  ['$5/month for api/v2/users/12 at localhost:80/admin', '$5 month for api v2 users 12 at localhost:80 admin'],
  ['/health or ~/notes, <b>a</b>, s3://acme/x', ' health or ~ notes, <b>a</b>, s3://acme x'],
  ['We went home.I slept', 'We went home I slept'],
  [
    'See https://example.com/some/path.html, 1.5 km, U.S. law, e.g.',
    'See https://example.com example com some path.html, path html 1.5 km, U.S. US law, e.g.',
  ],
  ['os.path.join(): joins', 'os.path.join(): os path join joins'],
  ['mail help@example.org or j.doe@a.de', 'mail help@example.org help example org or j.doe@a.de doe de'],
  ['in package.json, self.x_y.', 'in package.json, package json self.x_y. self x_y'],
  [
    'docker-compose.yml or user+test@mail-host.de',
    'docker-compose.yml docker compose yml or user+test@mail-host.de user test mail host de',
  ],
  ['AT&T, q&a, ?x=a&b=c, &amp; you&me&us', 'AT&T ATT, q&a qa, ?x=a&b=c, &amp; you&me&us'],
  ['x<y and z>w, List<User>, a < b', 'x< y and z>w, List< User>, a < b'],
  ['<b>bold</b><br/> <!-- note --> then', '<b>bold</b><br/> <!-- note --> then'],
  [
    'v18.12.1 at 10.30pm, 3.5mm for p.m. or so... then',
    'v18.12.1 18.12.1 18.12 at 10.30pm, 10.30 pm 3.5mm 3.5 mm for p.m. or so... then',
  ],
  ['JIRA-4711, ORD-2024-000123 No.12', 'JIRA-4711, 4711 ORD-2024-000123 2024 000123 No.12 12'],
  ['redis://acme.io:6379/0 AB-12Ж1', 'redis://acme.io:6379/0 acme io 6379 AB-12Ж1'],
  ['-5 °C, gpt-4o, T-shirt, 3.5-4.5 v1', '-5 °C, gpt-4o, T-shirt, Tshirt 3.5-4.5 4.5 v1'],
  ['$1,299.00 or 1.299,50 €', '$1,299.00 1299 or 1.299,50 1299.50 €'],
  ["14'300, 1_000_000, 1,00,000, $640.00", "14'300, 14300 1_000_000, 1000000 1,00,000, 100000 $640.00 640"],
  ['12,5 of 2,000-3,000; 0.125 on 192.168.0.1', '12,5 of 2,000-3,000; 3 2000 3000 0.125 on 192.168.0.1'],
  ['iPhone15 (PS5), 100GB, 12km', 'iPhone15 iPhone 15 (PS5), PS 5 100GB, 100 GB 12km 12 km'],
  ['1st B12 4K ab12-34cd', '1st B12 4K ab12-34cd'],
  ['C++, C# and .NET', 'C++, Cplusplus C# Csharp and .NET dotNET'],
  ['A+ LGBTQ+ #tag ...so', 'A+ LGBTQ+ #tag ...so'],
  ['Wi-Fi, e-mail: state-of-the-art -x', 'Wi-Fi, WiFi e-mail: email state-of-the-art -x'],
  ['getUserName() of parseHTTPResponse', 'getUserName() get User Name of parseHTTPResponse parse HTTP Response'],
  ["O'Brien's, O’Neill d'Arc rock'n'roll", "O'Brien's, OBrien O’Neill ONeill d'Arc rock'n'roll"],
  ['0171 5550199, 0171/555-01-99', '0171 5550199 5550199, 0171/555-01-99 01 99 5550199'],
  ['+49 (0)171 5550199 (01715550199)', '+49 (0)171 5550199 5550199 (01715550199 5550199)'],
  ['(212) 555-0199 or 2125550199', '(212) 555-0199 0199 5550199 or 2125550199 5550199'],
  ['555-0199, 01.42.68.53.00', '555-0199 0199 5550199, 01.42.68.53.00 2685300'],
  ['05.12.2024 2024-12-05 (2019-2021) 1732624000', '05.12.2024 2024-12-05 12 05 (2019-2021) 2021 1732624000'],
  ['0.1234567 +5 000,50 12 345', '0.1234567 +5 000,50 12 345'],
  ['4111 1111 1111 1111, 12 345 678 901', '4111 1111 1111 1111 4111111111111111, 12 345 678 901 12345678901'],
  ['+34 612 34 56 78 or 612\u00a034 56 78', '+34 612 34 56 78 612345678 2345678 or 612\u00a034 56 78 612345678'],
  [
    'DE89 3704 0044 0532 0130 00',
    'DE89 DE 89 3704 0044 0532 0130 00 DE89370400440532013000 DE 89370400440532013000 2013000',
  ],
  ['10 12 14, 1 2 3 4 5 and 3.10 20 30 40', '10 12 14, 1 2 3 4 5 and 3.10 20 30 40'],
  ['in Q3/2024, FY2024/25 but 1/2', 'in Q3 2024, FY2024 FY 2024 25 but 1/2'],
  ['#MentalHealth, iPhone, YouTube, PhD', '#MentalHealth, Mental Health iPhone, YouTube, PhD'],
])('%s becomes %s in every language', (text, expected) => {
  for (const language of ['en', 'ko']) expect(withoutParts(text, language)).toBe(expected);
});

test('splits very long texts of every awkward shape', () => {
  expect(words('京'.repeat(32_000), 'ja')).toHaveLength(63_999);
  expect(words('5'.repeat(32_000), 'ja')).toHaveLength(500);
  expect(words('พ'.repeat(32_000), 'th')).toHaveLength(31_999);
  for (const part of [
    'a',
    'ab.',
    'a_@',
    '_.',
    '@.',
    'a1@',
    '1,',
    '1.111 ',
    'aA',
    'a-',
    'A.',
    'a+',
    '0 ',
    '(0',
    '+1-',
    '12 ',
    'AB12 ',
  ])
    expect(words(part.repeat(16_000), 'en')).not.toEqual([]);
});

test('splits endless words into pieces of at most 64 characters, but no URL of usual length', () => {
  const address = 'https://example.com?of=a-page-about-the-garden-of-somebody';
  expect(withWordBreaks(`See ${address} there`, 'en')).toBe(`See ${address} example com there`);
  for (const language of ['en', 'ja']) {
    const broken = words(`so ${'a1@'.repeat(1_000)} there`, language);
    expect(broken.join('')).toBe(`so${'a1@'.repeat(1_000)}there`);
    expect(Math.max(...broken.map(({ length }) => length))).toBe(64);
  }
  const run = 'b_'.repeat(100);
  expect(withWordBreaks(`what about ${run}?`, 'en')).toContain(withWordBreaks(run, 'en'));
  expect(withWordBreaks('👍'.repeat(65), 'en')).toBe(`${'👍'.repeat(64)} 👍`);
});

test('letters that stand for whole phrases are spelt out, but no text becomes many times as long', () => {
  expect(allWords('\ufdfa', 'en')).toEqual(allWords('\ufdfa'.normalize('NFKC'), 'en'));
  expect(withWordBreaks('\ufdfa'.repeat(32_000), 'de').length).toBeLessThan(100_000);
});
