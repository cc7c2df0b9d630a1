import { describe, expect, test } from 'vitest';
import { textSearchConfigs } from '../../platform/db/text-search.ts';
import { countedBackIn, plainQuestion } from './counted-back.ts';
import { dateWordsMissing } from './date-range.ts';
import { AnyValue } from './fixtures/any-value.ts';

const day = (date: string): number => Date.parse(date) / 86_400_000;
const days = (first: string, last = first) => ({ kind: 'days', first: day(first), last: day(last) });
/** A Wednesday. */
const today = day('2024-01-03');
const back = (language: string, question: string) => countedBackIn(language, plainQuestion(question), today);

describe('what a question counts back to in other languages', () => {
  test.each([
    ['de', 'Worüber haben wir gestern gesprochen?', days('2024-01-02')],
    ['de', 'Vorgestern war was los?', days('2024-01-01')],
    ['de', 'Wen habe ich letzte Woche getroffen?', days('2023-12-25', '2023-12-31')],
    ['de', 'Was habe ich vor 3 Tagen gesagt?', days('2023-12-31')],
    ['de', 'Was war vor 2 Monaten?', { kind: 'month', year: 2023, month: 11 }],
    ['fr', 'Qu’est-ce que j’ai mangé hier\u00a0?', days('2024-01-02')],
    ['fr', "Où étais-je l'année dernière ?", { kind: 'year', year: 2023 }],
    ['fr', 'Qui ai-je vu avant-hier ?', days('2024-01-01')],
    ['es', '¿Qué compré la semana pasada?', days('2023-12-25', '2023-12-31')],
    ['zh', '我昨天吃了什么？', days('2024-01-02')],
    ['zh', '你3天前说了什么？', days('2023-12-31')],
    ['zh', '我上个月见了谁？', { kind: 'month', year: 2023, month: 12 }],
    ['ja', '昨日何を食べましたか', days('2024-01-02')],
    ['ko', '어제는 뭐 먹었지?', days('2024-01-02')],
    ['ar', 'ماذا أكلت أمس؟', days('2024-01-02')],
    ['ar', 'ماذا قلت قبل ٣ أيام؟', days('2023-12-31')],
    ['ar', 'من قابلت قبل أسبوعين؟', days('2023-12-18', '2023-12-24')],
    ['ru', 'О чём мы говорили на прошлой неделе?', days('2023-12-25', '2023-12-31')],
    ['tr', 'GEÇEN HAFTA kimi gördüm?', days('2023-12-25', '2023-12-31')],
    ['sw', 'Nilikula nini jana?', days('2024-01-02')],
  ])('%s: %s', (language, question, date) => {
    expect(back(language, question)).toEqual(date);
  });

  test.each([
    ['de', 'Was esse ich heute?'],
    ['de', 'Was mache ich morgen?'],
    ['de', 'Die vorgestrigen Reden'],
    ['de', 'Ich bin vor 3 Tagesreisen umgekehrt'],
    ['fr', 'What about Hierapolis?'],
    ['zh', '明天吃什么？'],
    // Yesterday, or tomorrow.
    ['hi', 'मैंने कल क्या खाया?'],
    ['xx', 'Was war gestern?'],
  ])('nothing in %s: %s', (language, question) => {
    expect(back(language, question)).toBeNull();
  });
});

test('reads whatever is asked in each language', () => {
  const any = new AnyValue(11);
  for (const language of [...Object.keys(textSearchConfigs), 'zh', 'yue', 'ja', 'ko', 'th', 'he', 'sw', 'xx', 'zzz']) {
    const format = new Intl.RelativeTimeFormat([language, 'en']);
    for (let round = 0; round < 40; round++) {
      const said = format.format(-any.below(1_200), any.of(['day', 'week', 'month', 'year'] as const));
      const date = back(language, `${any.of(['', 'x ', '? '])}${said}${any.of(['', '?', ' (7)', '999'])}`);
      for (const end of date?.kind === 'days' ? [date.first, date.last] : []) expect(Number.isInteger(end)).toBe(true);
    }
  }
});

test.each([
  ['de', 'Was habe ich gestern gegessen?', '2 januar 2024'],
  ['de', 'Was habe ich gestern, am 2. Januar, gegessen?', '2024'],
  ['fr', 'Où étais-je le mois dernier ?', 'décembre 2023'],
  ['zh', '我昨天吃了什么？', '2日 1月 2024年'],
  ['ar', 'ماذا أكلت أمس؟', '2 يناير 2024'],
  ['de', 'Was esse ich gern?', ''],
])('the words of its date that a question in %s does not have: %s', (language, question, words) => {
  expect(dateWordsMissing(language, plainQuestion(question), today).join(' ')).toBe(words);
});
