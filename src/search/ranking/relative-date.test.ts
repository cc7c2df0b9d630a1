import { describe, expect, test } from 'vitest';
import { nearness } from './date-nearness.ts';
import { namedDate } from './english-date.ts';
import { AnyValue } from './fixtures/any-value.ts';
import { dateWordsMissing } from './missing-date-words.ts';
import { plainQuestion } from './plain-question.ts';

const day = (date: string): number => Date.parse(date) / 86_400_000;
const days = (first: string, last = first) => ({ kind: 'days', first: day(first), last: day(last) });
/** A Wednesday. */
const today = day('2024-01-03');

describe('a relative date in a question', () => {
  test.each([
    ['what did i eat yesterday?', days('2024-01-02')],
    ['what did we talk about last night', { ...days('2024-01-02'), hours: { from: 17, to: 30 } }],
    ['who called the day before yesterday?', days('2024-01-01')],
    ['what did i plan 3 days ago?', days('2023-12-31')],
    ['what was said a day ago?', days('2024-01-02')],
    ['what did i eat today?', days('2024-01-03')],
    ['what have you told me this morning?', { ...days('2024-01-03'), hours: { from: 4, to: 12 } }],
    ['whom did i meet last week?', days('2023-12-25', '2023-12-31')],
    ['whom did i meet two weeks ago?', days('2023-12-18', '2023-12-24')],
    ['whom did i meet a couple of weeks ago?', days('2023-12-18', '2023-12-24')],
    ['whom have i met this week?', days('2024-01-01', '2024-01-07')],
    ['whom did i meet in the past week?', days('2023-12-27', '2024-01-03')],
    ['whom did i meet in the last three days?', days('2023-12-31', '2024-01-03')],
    ['where did we go last weekend?', days('2023-12-30', '2023-12-31')],
    ['what was decided last monday?', days('2024-01-01')],
    ['what was decided last wednesday?', days('2023-12-27')],
    ['what was decided last sunday?', days('2023-12-31')],
    ['what did i buy last month?', { kind: 'month', year: 2023, month: 12 }],
    ['what did i buy two months ago?', { kind: 'month', year: 2023, month: 11 }],
    ['what did i buy this month?', { kind: 'month', year: 2024, month: 1 }],
    ['what did i buy in the past two months?', days('2023-11-01', '2024-01-31')],
    ['what did i buy in the past month?', days('2023-12-01', '2024-01-31')],
    ['where did i live last year?', { kind: 'year', year: 2023 }],
    ['where did i live 20 years ago?', { kind: 'year', year: 2004 }],
    ['what did i do on saturday?', days('2023-12-30')],
    ['what was decided on wednesday?', days('2023-12-27')],
    ['where did we go over the weekend?', days('2023-12-30', '2023-12-31')],
    ['what did i cook this weekend?', days('2023-12-30', '2023-12-31')],
    ['whom did i meet the week before last?', days('2023-12-18', '2023-12-24')],
    ['what happened on monday?', days('2024-01-01')],
    ['what happened this week?', days('2024-01-01', '2024-01-07')],
    ['where did i live half a year ago?', { kind: 'month', year: 2023, month: 7 }],
    ['what did i buy in the last half year?', days('2023-07-01', '2024-01-31')],
    ['whom did i meet a fortnight ago?', days('2023-12-18', '2023-12-24')],
    ['what did we talk about in the last few days?', days('2023-12-31', '2024-01-03')],
    ['what did i buy a few weeks ago?', days('2023-12-11', '2023-12-17')],
    ['what have i done in the last week?', days('2023-12-27', '2024-01-03')],
    ['what did i buy over the last month?', days('2023-12-01', '2024-01-31')],
    ['what did i say twenty five days ago?', days('2023-12-09')],
    ['what did i say twenty-one days ago?', days('2023-12-13')],
    ['what did i say fifteen days ago?', days('2023-12-19')],
    ['what will i do next week?', days('2024-01-08', '2024-01-14')],
    ['what do i have on saturday?', days('2024-01-06')],
    ['where have i been in the last 2 years?', days('2022-01-01', '2024-12-31')],
  ])('%s', (question, date) => {
    expect(namedDate(question, today)).toEqual(date);
  });

  test.each([
    'what should i eat today?',
    'what is on this week?',
    'what did i do last?',
    'where did i live a year and a half ago?',
    'how long ago did i move?',
    'what is the last day of the month?',
    'what are his last years like?',
    'did she sing yesterday-like songs?',
    'where did i live 2.5 years ago?',
    'what did people eat 10,000 years ago?',
    'what did i say i do on saturdays?',
    'what should we do this weekend?',
    '',
  ])('is null: %s', (question) => {
    expect(namedDate(question, today)).toBeNull();
  });

  test('gives way to a named date', () => {
    expect(namedDate('What did I buy last week, on 8 May 2023?', today)).toMatchObject({ kind: 'day', month: 5 });
    expect(namedDate('What did I buy Yesterday?', today)).toEqual(days('2024-01-02'));
  });

  test.each([
    ['What did I do in July last year?', { kind: 'month', year: 2023, month: 7 }],
    ['Where was I on 3 March two years ago?', { kind: 'day', year: 2022, month: 3, day: 3 }],
    ['What did I do last July?', { kind: 'month', year: 2023, month: 7 }],
    ['What did I do last January?', { kind: 'month', year: 2023, month: 1 }],
    ['What have I planned this July?', { kind: 'month', year: 2024, month: 7 }],
    ['What did I do in July?', { kind: 'month', year: null, month: 7 }],
    ['What did I do in July 2021, and last year?', { kind: 'month', year: 2021, month: 7 }],
  ])('%s is resolved to a month or day, with a year if one is given', (question, date) => {
    expect(namedDate(question, today)).toEqual(date);
  });

  test('on a Sunday, this weekend is the current one and last weekend the one before', () => {
    const sunday = day('2024-01-07');
    expect(namedDate('what did we do this weekend?', sunday)).toEqual(days('2024-01-06', '2024-01-07'));
    expect(namedDate('what did we do this weekend?', sunday - 1)).toEqual(days('2024-01-06', '2024-01-07'));
    expect(namedDate('what did we do last weekend?', sunday)).toEqual(days('2023-12-30', '2023-12-31'));
  });

  test('never throws for any text, and has a nearness of 0, 0.3 or 1', () => {
    const any = new AnyValue();
    const words = [
      'last',
      'past',
      'week',
      'years',
      'ago',
      'a',
      'couple',
      'of',
      '999',
      'yesterday',
      'did',
      'today',
      'this',
    ] as const;
    for (let round = 0; round < 3_000; round++) {
      const asked = any.below(40_000) - 10_000;
      const date = namedDate(any.text([...words]), asked);
      if (date) expect([0, 0.3, 1]).toContain(nearness(date, asked));
    }
  });
});

test('days from one day before to two weeks after a range are near it', () => {
  const date = { kind: 'days', first: 100, last: 106 } as const;
  expect([98, 99, 100, 106, 120, 121].map((one) => nearness(date, one))).toEqual([0, 1, 1, 1, 1, 0]);
});

describe('the date words missing from a question', () => {
  const yearsFrom = (first: number): number[] => Array.from({ length: 2024 - first + 1 }, (_, place) => first + place);
  test.each([
    ['What did I eat yesterday?', '2 january 2024'],
    ['Where did we go last weekend?', '30 31 december 2023'],
    ['What did I buy last month?', 'december 2023'],
    ['Where did I live last year?', '2023'],
    ['What did I buy in the past two months?', 'november december january 2023 2024'],
    ['Where have I been in the last 2 years?', '2022 2023 2024'],
    ['Where have I been in the last 20 years?', yearsFrom(2004).join(' ')],
    ['Where have I been in the last 999 years?', ''],
    ['Where was I in the first half of 2023?', 'january february march april may june'],
    ['What have I read since March 2023?', '2024'],
    ['Where was I last summer?', '2023'],
    ['What do I remember from the eighties?', '1980 1981 1982 1983 1984 1985 1986 1987 1988 1989'],
    ['What happened on 2023-05-08?', '8 may'],
    ['What happened on Oct 3, 2023?', 'october'],
    ['What happened on the 8th of May?', '8'],
    ['What happened on 8 May 2023?', ''],
    ['What happened in May 2023?', ''],
    ['What happened?', ''],
  ])('%s', (question, words) => {
    expect(dateWordsMissing('en', plainQuestion(question), today).join(' ')).toBe(words);
  });
});
