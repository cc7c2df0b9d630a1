import { firstDayOfMonth, monthOfDay, monthsAYear, yearOfDay } from './calendar.ts';

/** The first and last day that a question counts back to, as days since 1970-01-01. */
export interface DaySpan {
  readonly kind: 'days';
  readonly first: number;
  readonly last: number;
}

/** The date that a question counts back to: days, or a whole month or year. Months count from 1. */
export type RelativeDate =
  | DaySpan
  | { readonly kind: 'month'; readonly year: number; readonly month: number }
  | { readonly kind: 'year'; readonly year: number };

export const units = ['day', 'week', 'month', 'year'] as const;
export type Unit = (typeof units)[number];

/** A range of whole units, counted back from the current one: `from` is the earlier end. */
export interface Back {
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
}

const ones = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const numbers = [...ones, ...teens];
/** Base of the number words. */
const ten = 10;
/** Multiples of ten, from twenty on. */
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
/** Number words with which questions count back. */
export const numberWords = [...numbers, ...tens];
/** From Monday on, as weeks begin by ISO 8601. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const daysAWeek = 7;
const saturday = weekdays.indexOf('saturday');
/** How many "a few" counts as; nobody knows how many are meant. */
const few = 3;
/** 1970-01-01 was a Thursday, this many days after a Monday. */
const firstWeekday = 3;

const whole = (words: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}_-]|\p{N}[.,/])(?:${words})(?![\p{L}\p{N}_-])`, 'u');
const numberWord = String.raw`(?:${tens.join('|')})(?:[\s-](?:${ones.join('|')}))?|${numbers.toReversed().join('|')}`;
const number = String.raw`(?<!(?:${tens.join('|')})\s)(\d{1,3}|an?|(?:a\s+)?(?:couple(?:\s+of)?|few)|${numberWord})`;
const unit = '(day|week|month|year)s?';

const dayBeforeYesterday = whole(String.raw`day\s+before\s+yesterday`);
const yesterday = whole(String.raw`yesterday|last\s+night`);
const ago = whole(String.raw`${number}\s+${unit}\s+ago`);
const lastOnes = whole(String.raw`(?:last|past|previous)\s+${number}\s+${unit}`);
const lastOne = whole(String.raw`(?:last|previous)\s+(week|month|year)`);
/** "In the last week" goes on until today, "last week" does not. */
const pastOne = whole(
  String.raw`(?:past|(?:in|over|during|within|for|throughout|across)\s+the\s+last)\s+(week|month|year)(?!\s+of)`,
);
const oneBeforeLast = whole(String.raw`(week|month|year)\s+before\s+last`);
const lastWeekday = whole(String.raw`(?:last|past)\s+(${weekdays.join('|')})`);
const onWeekday = whole(String.raw`on\s+(${weekdays.join('|')})`);
const lastWeekend = whole(String.raw`(?:last|past)\s+weekend`);
const ownWeekend = whole(String.raw`(?:this|(?:on|over|at|during)\s+the)\s+weekend`);
const today = whole(String.raw`today|tonight|this\s+(?:morning|afternoon|evening)`);
const thisOne = whole(String.raw`this\s+(week|month|year)`);
/** A question about today or this week, month or year is about the past only with one of these words. */
const past = whole('did|was|were|have|has|had|happened');
/** The same for a weekday or a weekend, without "have": "What do I have on Monday?" is about the next one. */
const over = whole('did|was|were|had|happened');

/**
 * Returns the date that an English question, in lower case, counts back to from `day` (days since 1970-01-01), the day on which it is asked:
 * "yesterday", "two weeks ago", "last Monday", "in the past month". Weeks begin on Monday. Null if it counts back to nothing.
 */
export function relativeDate(question: string, day: number): RelativeDate | null {
  const counted = question.replace(fortnight, 'two weeks').replace(halfYear, 'six months');
  const found = daysBack(counted, day) ?? unitsBack(counted) ?? weekPartBack(counted, day);
  if (found === null) return null;
  return 'kind' in found ? found : dateOf(found, day);
}

const fortnight = /(?<!\p{L})fortnight(?!\p{L})/gu;
const halfYear = /(?<!\p{L})half(?:\s+a\s+|[\s-])year(?!\p{L})/gu;

/** Dates that are not whole units: the last weekday of a name, the last weekend. */
function daysBack(question: string, day: number): DaySpan | null {
  const named = lastWeekday.exec(question)?.[1];
  if (named) return theLast(weekdays.indexOf(named), day);
  return lastWeekend.test(question) ? theLastWeekend(day) : null;
}

/** The latest such weekday before a day, which may itself be one: then the one a week earlier. 0 is Monday. */
export function theLast(weekday: number, day: number): DaySpan {
  const back = (weekdayOf(day) - weekday + daysAWeek - 1) % daysAWeek;
  return { kind: 'days', first: day - back - 1, last: day - back - 1 };
}

/** That weekday in the week before the one that contains the day. 0 is Monday. */
export function ofLastWeek(weekday: number, day: number): DaySpan {
  const found = day - weekdayOf(day) - daysAWeek + weekday;
  return { kind: 'days', first: found, last: found };
}

/** The weekend of the week before the one that contains the day. */
export const theLastWeekend = (day: number): DaySpan => weekendFrom(ofLastWeek(saturday, day));

const weekendFrom = ({ first }: DaySpan): DaySpan => ({ kind: 'days', first, last: first + 1 });

/** A weekday or a weekend that only the tense of the question puts in the past: "What happened on Monday?" */
function weekPartBack(question: string, day: number): DaySpan | null {
  if (!over.test(question)) return null;
  const named = onWeekday.exec(question)?.[1];
  if (named) return theLast(weekdays.indexOf(named), day);
  return ownWeekend.test(question) ? weekendFrom(theLast(saturday, day + 1)) : null;
}

function unitsBack(question: string): Back | null {
  const rolling = pastOne.exec(question)?.[1];
  if (rolling === 'week') return { unit: 'day', from: daysAWeek, to: 0 };
  if (dayBeforeYesterday.test(question)) return { unit: 'day', from: 2, to: 2 };
  if (yesterday.test(question)) return { unit: 'day', from: 1, to: 1 };
  const [, count, counted] = ago.exec(question) ?? [];
  if (count) return { unit: unitOf(counted), from: numberOf(count), to: numberOf(count) };
  const [, most, several] = lastOnes.exec(question) ?? [];
  if (most) return { unit: unitOf(several), from: numberOf(most), to: 0 };
  if (rolling) return { unit: unitOf(rolling), from: 1, to: 0 };
  const beforeLast = oneBeforeLast.exec(question)?.[1];
  if (beforeLast) return { unit: unitOf(beforeLast), from: 2, to: 2 };
  const last = lastOne.exec(question)?.[1];
  if (last) return { unit: unitOf(last), from: 1, to: 1 };
  if (!past.test(question)) return null;
  if (today.test(question)) return { unit: 'day', from: 0, to: 0 };
  const own = thisOne.exec(question)?.[1];
  return own ? { unit: unitOf(own), from: 0, to: 0 } : null;
}

/** Returns the date that lies that far back from a day. */
export function dateOf({ unit, from, to }: Back, day: number): RelativeDate {
  if (unit === 'day') return { kind: 'days', first: day - from, last: day - to };
  if (unit === 'week') {
    const monday = day - weekdayOf(day);
    return { kind: 'days', first: monday - from * daysAWeek, last: monday - to * daysAWeek + daysAWeek - 1 };
  }
  const months = unit === 'year' ? monthsAYear : 1;
  const own = unit === 'year' ? yearOfDay(day) * monthsAYear : monthOfDay(day);
  const [first, next] = [own - from * months, own - to * months + months];
  if (next - first > months) return { kind: 'days', first: firstDayOfMonth(first), last: firstDayOfMonth(next) - 1 };
  const year = Math.floor(first / monthsAYear);
  return unit === 'year' ? { kind: 'year', year } : { kind: 'month', year, month: first - year * monthsAYear + 1 };
}

const unitOf = (word: string | undefined): Unit =>
  word === 'week' || word === 'month' || word === 'year' ? word : 'day';

function numberOf(word: string): number {
  if (/^\d/u.test(word)) return Number(word);
  if (word.includes('couple')) return 2;
  if (word.endsWith('few')) return few;
  const [first = '', second = ''] = word.split(/[\s-]/u);
  return tens.includes(first)
    ? ten * (tens.indexOf(first) + 2) + ones.indexOf(second) + 1
    : Math.max(1, numbers.indexOf(first) + 1);
}

/** 0 is Monday. */
const weekdayOf = (day: number): number => (((day + firstWeekday) % daysAWeek) + daysAWeek) % daysAWeek;
