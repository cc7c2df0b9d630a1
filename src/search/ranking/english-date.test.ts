import { describe, expect, test } from 'vitest';
import { nearness } from './date-nearness.ts';
import { namedDate } from './english-date.ts';
import { AnyValue } from './fixtures/any-value.ts';

const days = (date: string): number => Date.parse(date) / 86_400_000;
const span = (first: string, last = first) => ({ kind: 'days', first: days(first), last: days(last) });
/** A Wednesday. */
const today = days('2024-01-03');

describe('the date named in a question', () => {
  test.each([
    ['What happened on 8 May 2023?', { kind: 'day', year: 2023, month: 5, day: 8 }],
    ['What happened on the 8th of May, 2023?', { kind: 'day', year: 2023, month: 5, day: 8 }],
    ['what happened on MAY 8, 2023', { kind: 'day', year: 2023, month: 5, day: 8 }],
    ['What happened on May 8th?', { kind: 'day', year: null, month: 5, day: 8 }],
    ['What happened on 2023-05-08?', { kind: 'day', year: 2023, month: 5, day: 8 }],
    ['Who came on 29 February?', { kind: 'day', year: null, month: 2, day: 29 }],
    ['What happened on Oct 3?', { kind: 'day', year: null, month: 10, day: 3 }],
    ['What happened on 3rd Sept. 2023?', { kind: 'day', year: 2023, month: 9, day: 3 }],
    ['What happened on Dec. 24, 2022?', { kind: 'day', year: 2022, month: 12, day: 24 }],
    ['Where was she in Feb 2022?', { kind: 'month', year: 2022, month: 2 }],
    ['What did Jan do in June?', { kind: 'month', year: null, month: 6 }],
    ['Where was she in June?', { kind: 'month', year: null, month: 6 }],
    ['Where was she in June 2022?', { kind: 'month', year: 2022, month: 6 }],
    ['Where was she in May 2022?', { kind: 'month', year: 2022, month: 5 }],
    ['What did he buy in 2022?', { kind: 'year', year: 2022 }],
    ['In 1999, was it cold?', { kind: 'year', year: 1999 }],
    ['Between 3 March and 5 June?', span('2023-03-03', '2023-06-05')],
    ['In 2021, what was planned for 3 January 2023?', { kind: 'day', year: 2023, month: 1, day: 3 }],
    ['In 2021, what was planned for January 3, 2023?', { kind: 'day', year: 2023, month: 1, day: 3 }],
    ['In 2021, what was planned for June of 2023?', { kind: 'month', year: 2023, month: 6 }],
    ['From 28 December 2022 to 3 January 2023?', span('2022-12-28', '2023-01-03')],
    ['Between 28 December and 3 January 2023?', span('2022-12-28', '2023-01-03')],
    ['From December to January 2023?', span('2022-12-01', '2023-01-31')],
    ['From March to June 2023?', span('2023-03-01', '2023-06-30')],
    ['After January 2023, what came on 28 December?', { kind: 'day', year: 2023, month: 12, day: 28 }],
    ['From December 2022 to January 2023?', span('2022-12-01', '2023-01-31')],
    ['In 2022, where was she in May?', { kind: 'month', year: 2022, month: 5 }],
    ['What may have happened in June 2023?', { kind: 'month', year: 2023, month: 6 }],
    ['What may have happened in June?', { kind: 'month', year: null, month: 6 }],
    ['What happened between 3 and 10 March 2023?', span('2023-03-03', '2023-03-10')],
    ['What did Ann do the week before 9 June 2023?', span('2023-06-02', '2023-06-08')],
    ['What did Ann do two weeks after 9 June 2023?', span('2023-06-17', '2023-06-23')],
    ['Who called the day before Easter 2023?', span('2023-04-06', '2023-04-06')],
    ['Who called three days after 9 June 2023?', span('2023-06-12', '2023-06-12')],
    ['How many days before 9 June 2023 did Ann call?', { kind: 'day', year: 2023, month: 6, day: 9 }],
    ['What happened from the 3rd to the 10th?', span('2023-12-03', '2023-12-10')],
    ['What happened between May and June 2023?', span('2023-05-01', '2023-06-30')],
    ['What may she do in May 2022?', { kind: 'month', year: 2022, month: 5 }],
  ])('%s', (question, date) => {
    expect(namedDate(question, today)).toEqual(date);
  });

  test.each([
    'May I ask who came?',
    'What may happen?',
    'When did she leave?',
    'Who is Augustus?',
    'The year 20233 or 202',
    'Is it marching on?',
    'What did Jan and Mar say to Dec?',
    'Is the sea el mar?',
    'What happened on 3 Octobers?',
    'At 10:30 I slept',
    '',
  ])('is null without a date: %s', (question) => {
    expect(namedDate(question, today)).toBeNull();
  });

  test.each([
    'What happened on 31 February 2023?',
    'What happened on 30 February?',
    'What happened on 29 February 2023?',
    'What happened on April 31?',
    'What happened on 0 May?',
    'What happened on 45 May 2023?',
    'What happened on 2023-02-30?',
    'What happened on 2023-13-01?',
    'What happened on 2023-00-00?',
  ])('is null for an impossible date: %s', (question) => {
    expect(namedDate(question, today)).toBeNull();
  });

  test('never throws for any text, and has a nearness of 0, 0.3 or 1', () => {
    const any = new AnyValue();
    const words = [
      '8',
      '31',
      '99',
      'May',
      'february',
      'of',
      '2023',
      '2023-02-31',
      'th',
      '1st',
      'june',
      ',',
      '-',
    ] as const;
    for (let round = 0; round < 3_000; round++) {
      const date = namedDate(any.text([...words]), today);
      if (date === null) continue;
      const near = nearness(date, any.below(40_000) - 10_000);
      expect([0, 0.3, 1]).toContain(near);
      if (date.kind === 'day') expect(date.day).toBeLessThanOrEqual(31);
    }
  });
});

describe('nearness to a day', () => {
  const date = { kind: 'day', year: 2023, month: 12, day: 28 } as const;
  test.each([
    ['2023-12-26', 0],
    ['2023-12-27', 1],
    ['2023-12-28', 1],
    ['2024-01-11', 1],
    ['2024-01-12', 0],
    ['2022-12-28', 0],
  ])('of %s is %d', (day, expected) => {
    expect(nearness(date, days(day))).toBe(expected);
  });

  test('ignores the year if none is named, also around New Year', () => {
    for (const day of ['1999-12-27', '2023-12-28', '2024-01-11']) {
      expect(nearness({ ...date, year: null }, days(day)), day).toBe(1);
    }
    expect(nearness({ kind: 'day', year: null, month: 1, day: 1 }, days('2022-12-31'))).toBe(1);
  });

  test('is 0 in years without that day', () => {
    const leapDay = { kind: 'day', year: null, month: 2, day: 29 } as const;
    expect(nearness(leapDay, days('2024-03-02'))).toBe(1);
    expect(nearness(leapDay, days('2023-03-02'))).toBe(0);
  });
});

describe('nearness to a month', () => {
  const date = { kind: 'month', year: 2023, month: 12 } as const;
  test.each([
    ['2023-11-30', 0],
    ['2023-12-01', 1],
    ['2023-12-31', 1],
    ['2024-01-10', 1],
    ['2024-01-11', 0],
    ['2022-12-15', 0],
    ['2023-01-05', 0],
  ])('of %s is %d', (day, expected) => {
    expect(nearness(date, days(day))).toBe(expected);
  });

  test('ignores the year if none is named', () => {
    for (const day of ['2019-12-03', '2023-01-10']) expect(nearness({ ...date, year: null }, days(day)), day).toBe(1);
    expect(nearness({ ...date, year: null }, days('2023-01-11'))).toBe(0);
  });
});

test('nearness to a year without a day or month is low', () => {
  const date = { kind: 'year', year: 2023 } as const;
  expect(nearness(date, days('2023-01-01'))).toBe(0.3);
  expect(nearness(date, days('2024-01-01'))).toBe(0);
});

test('nearness of an invalid day is 0', () => {
  for (const day of [Number.NaN, Number.POSITIVE_INFINITY, 1e12]) {
    expect(nearness({ kind: 'month', year: null, month: 6 }, day)).toBe(0);
  }
});
