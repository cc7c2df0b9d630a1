import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { namedDate } from './english-date.ts';
import { spanOf } from './named-date.ts';

const day = (date: string): number => Date.parse(date) / 86_400_000;
/** A Friday. */
const today = day('2026-11-27');

/** The days that a question asks about, as "first last"; "-" if it names none. */
function daysIn(question: string): string {
  const date = namedDate(question, today);
  if (date === null) return '-';
  const { first, last } = spanOf(date, today);
  return [first, last].map((one) => new Date(one * 86_400_000).toISOString().slice(0, 10)).join(' ');
}

/** The labelled questions of a file, and the days that are read in them. */
const readIn = (file: string) =>
  readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [first = '', last = '', question = ''] = line.split(' | ');
      return { asked: first === '-' ? '-' : `${first} ${last}`, read: daysIn(question) };
    });

describe('labelled questions', () => {
  test.each([
    ['questions-with-dates.txt', 0.98],
    ['questions-with-dates-held-out.txt', 0.94],
  ])('of %s are read with exactly their days at least this often: %d', (file, share) => {
    const dated = readIn(file).filter(({ asked }) => asked !== '-');
    expect(dated.filter(({ asked, read }) => asked === read).length / dated.length).toBeGreaterThanOrEqual(share);
  });

  test.each(['questions-with-dates.txt', 'questions-with-dates-held-out.txt'])(
    'of %s without a date are read so',
    (file) => {
      const undated = readIn(file).filter(({ asked }) => asked === '-');
      expect(undated.length).toBeGreaterThan(20);
      expect(undated.filter(({ read }) => read !== '-')).toEqual([]);
    },
  );
});

test.each([
  'what may first need to be mended',
  'did june first meet tom',
  'do they march second',
  'how many seconds did it take',
  'first of all what is it',
  'who is the third of my cats',
  'where is the key of the second floor',
  'what is on the twelfth floor',
  'which of the twenty fifteen minute walks did i like',
  'do i have twenty twenty vision',
  'who paid two thousand and ten euros',
])('"%s" names no day', (question) => {
  expect(daysIn(question)).toBe('-');
});

test.each([
  ['what came of a third of july', '2026-07-01 2026-07-31'],
  ['in july first we painted what', '2026-07-01 2026-07-31'],
  ['in june three people came from where', '2026-06-01 2026-06-30'],
  ['what did i do in the second week of july', '2026-07-08 2026-07-14'],
])('"%s" has a number that is no day', (question, days) => {
  expect(daysIn(question)).toBe(days);
});

describe('the days of a question', () => {
  test.each([
    ['what happened on the eighth of july', '2026-07-08 2026-07-08'],
    ['what happened on july fourth', '2026-07-04 2026-07-04'],
    ['what happened on july the fourth', '2026-07-04 2026-07-04'],
    ['What happened on July the 4th?', '2026-07-04 2026-07-04'],
    ['what happened on july twenty ninth', '2026-07-29 2026-07-29'],
    ['what happened on july twenty nine', '2026-07-29 2026-07-29'],
    ['what happened on the twenty-second of march', '2026-03-22 2026-03-22'],
    ['what happened on may first', '2026-05-01 2026-05-01'],
    ['what happened between the sixth and the ninth of july', '2026-07-06 2026-07-09'],
    ['what happened from july sixth to ninth', '2026-07-06 2026-07-09'],
    ['what happened on the first of last month', '2026-10-01 2026-10-01'],
    ['what happened on the sixteenth', '2026-11-16 2026-11-16'],
    ['what did dad do on may fifth nineteen sixty two', '1962-05-05 1962-05-05'],
    ['what happened on july twenty nine twenty twenty five', '2025-07-29 2025-07-29'],
    ['what did i do in july twenty twenty five', '2025-07-01 2025-07-31'],
    ['where did we go in nineteen oh five', '1905-01-01 1905-12-31'],
    ['where did we go in two thousand and nineteen', '2019-01-01 2019-12-31'],
    ['where did we live between nineteen ninety and nineteen ninety five', '1990-01-01 1995-12-31'],
    ['What did I eat in the last week of August?', '2026-08-25 2026-08-31'],
    ['What did I buy in the first week of last month?', '2026-10-01 2026-10-07'],
    ['What happened in the first two weeks of October?', '2026-10-01 2026-10-14'],
    ['Who came on the second Sunday of June 2025?', '2025-06-08 2025-06-08'],
    ['Where did I go the last weekend of September?', '2026-09-26 2026-09-27'],
    ['What did we decide in mid-March?', '2026-03-11 2026-03-20'],
    ['Where was I at the end of July?', '2026-07-21 2026-07-31'],
    ['What was said at the start of the year?', '2026-01-01 2026-04-30'],
    ['What music did I like in the late 80s?', '1987-01-01 1989-12-31'],
    ['Which books did I read in the nineties?', '1990-01-01 1999-12-31'],
    ['What happened in week 42?', '2026-10-12 2026-10-18'],
    ['What did we ship in calendar week 50?', '2025-12-08 2025-12-14'],
    ['Was it decided in CW 3 of 2025?', '2025-01-13 2025-01-19'],
    ['What is planned for week 49?', '2026-11-30 2026-12-06'],
    ['What did I do in week 53?', '-'],
    ['What did I do in week 53 of 2020?', '2020-12-28 2021-01-03'],
    ['What was said in 2026-W07?', '2026-02-09 2026-02-15'],
    ['What did I learn in week 3 of the course?', '-'],
    ['How many kilometres did I run in week 0?', '-'],
    ['What did we cook at Easter?', '2026-04-03 2026-04-06'],
    ['Who came on Easter Monday 2025?', '2025-04-21 2025-04-21'],
    ['What are we doing at Easter?', '2027-03-26 2027-03-29'],
    ['Where was I last Thanksgiving?', '2026-11-26 2026-11-26'],
    ['Who was there the Thanksgiving of last year?', '2025-11-27 2025-11-27'],
    ['Where did we eat on Thanksgiving last year?', '2025-11-27 2025-11-27'],
    ['What did I give Mum for Mothering Sunday?', '2026-03-15 2026-03-15'],
    ['What did I buy on Black Friday 2024?', '2024-11-29 2024-11-29'],
    ['Who lit the first candle at Hanukkah?', '2025-12-15 2025-12-22'],
    ['Whom did I visit during Ramadan?', '2026-02-18 2026-03-19'],
    ['What did I read about Easter Island?', '-'],
    ['What happened on the 31st?', '2026-10-31 2026-10-31'],
    ['What do I have on the 5th?', '2026-12-05 2026-12-05'],
    ['What did I do on the 12th of last month?', '2026-10-12 2026-10-12'],
    ['What did I do on the 31st of last month?', '2026-10-31 2026-10-31'],
    ['What is planned for tomorrow?', '2026-11-28 2026-11-28'],
    ['What did I plan for next Friday?', '2026-12-04 2026-12-04'],
    ['How did we spend Christmas 2023?', '2023-12-25 2023-12-25'],
    ['What did I get for Christmas last year?', '2025-12-25 2025-12-25'],
    ['What did we do last Halloween?', '2026-10-31 2026-10-31'],
    ['Which fireworks did I buy for the Fourth of July?', '2026-07-04 2026-07-04'],
    ['From April to June, what did I spend?', '2026-04-01 2026-06-30'],
    ['What did I do in March and April?', '2026-03-01 2026-04-30'],
    ['Where was I from March 2024 to February 2025?', '2024-03-01 2025-02-28'],
    ['What did August say about June in March?', '2026-03-01 2026-03-31'],
    ['What did I plant in the spring of 2024?', '2024-03-01 2024-05-31'],
    ['What did I do the whole summer?', '2026-06-01 2026-08-31'],
    ['What will I wear this winter?', '2026-12-01 2027-02-28'],
    ['What were Q3 2025 sales?', '2025-07-01 2025-09-30'],
    ['What were the H1 2026 results?', '2026-01-01 2026-06-30'],
    ['What have I learned since 5 October?', '2026-10-05 2026-11-27'],
    ['How often have I run since the beginning of September?', '2026-09-01 2026-11-27'],
    ['What did I do between Monday and Wednesday last week?', '2026-11-16 2026-11-18'],
    ['What did I do from Monday to Wednesday?', '2026-11-23 2026-11-25'],
    ['What happened two Fridays ago?', '2026-11-13 2026-11-13'],
    ['What did I eat on Wednesday two weeks ago?', '2026-11-11 2026-11-11'],
    ['What did I do in the week of 12 October?', '2026-10-12 2026-10-18'],
    ['What happened on 14.03.2026?', '2026-03-14 2026-03-14'],
    ['What happened on 3/14/2026?', '2026-03-14 2026-03-14'],
    ['Who told me about the March deadline?', '2026-03-01 2026-03-31'],
    ['What did I say about my 2022 tax return?', '2022-01-01 2022-12-31'],
    ['Paris trip 2019', '2019-01-01 2019-12-31'],
    ['What did I do on Monday, 16 November?', '2026-11-16 2026-11-16'],
    ['What did I do a year ago today?', '2025-01-01 2025-12-31'],
    ['What does my schedule look like for the week of December 7?', '2026-12-07 2026-12-13'],
    ['What have we got planned from December to February?', '2026-12-01 2027-02-28'],
    ['Which trips do I have planned in the summer?', '2027-06-01 2027-08-31'],
    ['Did I pay rent for November and December?', '2026-11-01 2026-12-31'],
    ['In 2023, what happened between March and May?', '2023-03-01 2023-05-31'],
    ['In 2024, what did we do in the first week of June?', '2024-06-01 2024-06-07'],
    ['show 2022 taxes', '2022-01-01 2022-12-31'],
    ['What did I say yesterday about the 2020 budget?', '2026-11-26 2026-11-26'],
    ['Which of my notes are from this month?', '2026-11-01 2026-11-30'],
  ])('%s', (question, days) => {
    expect(daysIn(question)).toBe(days);
  });

  test.each([
    'Have I read 1984?',
    'Did I like the film 2012?',
    'Is Summer coming to the party?',
    'Did April and June meet?',
    'Do I like 80s music?',
    'What did I do in my thirties?',
    'Who lives on the 2nd floor?',
    'What is in the second half of the book?',
    'Who won the third quarter of the match?',
    'Is Christmas my favourite holiday?',
    'Who is on my Christmas list?',
    'What have I learned since I moved?',
    'What happened on 3/4/2026?',
    'What did Robinson Crusoe say to Friday?',
    'Hey, tell me what April said!',
    'How many of the 2000 pages are left?',
    'What happened \u00A40\u00A6?',
  ])('are none: %s', (question) => {
    expect(daysIn(question)).toBe('-');
  });
});
