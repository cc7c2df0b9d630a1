import { type DateWords, dateWordsIn } from '../../platform/db/date-words.ts';
import { dateOfDay, firstDayOfMonth, monthOfDay, monthsAYear, yearOfDay } from './calendar.ts';
import { countedBackIn } from './counted-back.ts';
import { type DaySpan, relativeDate } from './relative-date.ts';

/** A date that a question names, as exactly as it does. Months count from 1. */
export type NamedDate =
  | DaySpan
  | { readonly kind: 'day'; readonly year: number | null; readonly month: number; readonly day: number }
  | { readonly kind: 'month'; readonly year: number | null; readonly month: number }
  | { readonly kind: 'year'; readonly year: number };

export const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
/** The month that is also another word. */
const may = 5;

const before = String.raw`(?<![\p{L}\p{N}_]|\p{N}[.,:/-])`;
const after = String.raw`(?![\p{L}\p{N}_])`;
/** How many letters tell the months apart. Source: English short forms, "Oct" and also "Sept." */
const shortLetters = 3;
const shortened = (name: string): string => name.slice(0, shortLetters);
const shortMonth = String.raw`(?:${months.map(shortened).join('|')}|sept)\.?`;
const month = `(?:${months.join('|')}|${shortMonth})`;
const ordinal = '(?:st|nd|rd|th)?';

// Years are those of two centuries: other numbers of four digits are mostly none.
const fourDigits = String.raw`((?:19|20)\d\d)`;
/** What stands right behind a day or a month that is of this year. */
const ofYear = String.raw`(?:,?\s+(?:of\s+)?${fourDigits}${after})?`;
const isoDay = new RegExp(String.raw`${before}(\d{4})-(\d{2})-(\d{2})${after}(?!-)`, 'u');
/** "From 3 to 10 March" begins on the third. */
const untilDay = String.raw`(?:\s+(?:and|or|to|until|till|through)\s+\d{1,2}${ordinal})?`;
const dayOfMonth = new RegExp(
  String.raw`${before}(?:(\d{1,2})${ordinal}${untilDay}(?:\s+of)?\s+(${month})|(${month})\s+(\d{1,2})${ordinal})${after}${ofYear}`,
  'u',
);
/** What stands before a month, and hardly before the verb. */
const lead =
  '(?:in|of|since|until|till|by|before|after|during|between|from|to|through|and|or|last|this|next|early|late)';
const anyMonth = new RegExp(String.raw`(${before}${lead}\s+)?${before}(${month})${after}${ofYear}`, 'gu');
const lastOrThisMonth = new RegExp(String.raw`${before}(last|this)\s+(?:${months.join('|')})${after}`, 'u');
const anyYear = new RegExp(`${before}${fourDigits}${after}`, 'u');

/**
 * The first date that an English question names, else what it counts back to from the day on which it is asked (in days since 1970-01-01;
 * null: that is not known). Null where it names none, or one that does not exist.
 */
export function namedDate(question: string, today: number | null = null): NamedDate | null {
  const text = question.toLowerCase();
  const date = absoluteDate(text);
  const isWhole = date !== null && !('month' in date && date.year === null);
  if (today === null || isWhole) return date;
  const relative = relativeDate(text, today);
  if (date === null) return relative;
  return { ...date, year: relative?.kind === 'year' ? relative.year : yearOfLast(text, date.month, today) };
}

/** Of "last March" or "this March" the year; else null. */
function yearOfLast(text: string, month: number, today: number): number | null {
  const [, which] = lastOrThisMonth.exec(text) ?? [];
  if (!which) return null;
  const isOver = month < (monthOfDay(today) % monthsAYear) + 1;
  return yearOfDay(today) - (which === 'last' && !isOver ? 1 : 0);
}

/**
 * The words that memories of a date begin with ("8 May 2023", "8 mai 2023"), as far as the question does not have them: it has none of "yesterday", and
 * others of "2023-05-08", "Oct 3" or "the 8th of May". Of days, each number, month and year once. Other languages than English only count back. `question`:
 * see plainQuestion.
 */
export function dateWordsMissing(language: string, question: string, today: number): string[] {
  const date = dateIn(language, question, today);
  if (date === null) return [];
  const own = new Set(question.match(/[\p{L}\p{N}]+/gu));
  return dateWordsOf(date, language).filter((word) => !own.has(word));
}

/** The date that a question names, or counts back to; of other languages than English what they count back to. `question`: see plainQuestion. */
export const dateIn = (language: string, question: string, today: number): NamedDate | null =>
  language === 'en' ? namedDate(question, today) : countedBackIn(language, question, today);

/** The words of a date, as memories of it begin. */
export const dateWordsOf = (date: NamedDate, language: string): string[] => wordsOf(date, dateWordsIn(language));

/** So many days are named one by one; of more, their months and years. */
const mostDays = 31;
/** Of a longer time nothing is named: nearly every memory is of it. */
const mostYears = 20;

function wordsOf(date: NamedDate, written: DateWords): string[] {
  const dayWord = (day: number) => `${day}${written.day}`;
  const monthWord = (month: number) => written.months[month - 1]?.toLowerCase() ?? '';
  const yearWord = (year: number) => `${year}${written.year}`;
  if (date.kind === 'year') return [yearWord(date.year)];
  const year = 'year' in date && date.year !== null ? [yearWord(date.year)] : [];
  if (date.kind === 'month') return [monthWord(date.month), ...year];
  if (date.kind === 'day') return [dayWord(date.day), monthWord(date.month), ...year];
  if (yearOfDay(date.last) - yearOfDay(date.first) > mostYears) return [];
  const isShort = date.last - date.first < mostDays;
  const dates = (isShort ? daysOf(date) : firstDaysOf(date)).map(dateOfDay);
  return [
    ...new Set([
      ...(isShort ? dates.map((one) => dayWord(one.getUTCDate())) : []),
      ...dates.map((one) => monthWord(one.getUTCMonth() + 1)),
      ...dates.map((one) => yearWord(one.getUTCFullYear())),
    ]),
  ];
}

const daysOf = ({ first, last }: DaySpan): number[] =>
  Array.from({ length: last - first + 1 }, (_, place) => first + place);

/** Of the months that the days are in. */
function firstDaysOf({ first, last }: DaySpan): number[] {
  const month = monthOfDay(first);
  return Array.from({ length: monthOfDay(last) - month + 1 }, (_, place) => firstDayOfMonth(month + place));
}

/** `text`: in lower case. */
function absoluteDate(text: string): NamedDate | null {
  const iso = isoDay.exec(text);
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const year = numberIn(anyYear.exec(text)?.[1]);
  const months = monthsIn(text);
  const day = dayOfMonth.exec(text);
  if (day) {
    const month = monthNumber(day[2] ?? day[3]);
    const own = numberIn(day[5]) ?? yearBefore(months, { month, at: day.index }) ?? year;
    return existing(own, month, Number(day[1] ?? day[4]));
  }
  // A "may" that is most likely the verb counts where there is no other month.
  const named = months.find(({ month, year, isLed }) => month !== may || year !== null || isLed) ?? months[0];
  if (!named) return year === null ? null : { kind: 'year', year };
  const own = named.year ?? yearBefore(months, named) ?? year;
  return named.month === may && own === null ? null : { kind: 'month', year: own, month: named.month };
}

interface NamedMonth {
  readonly month: number;
  /** That stands right behind it. */
  readonly year: number | null;
  /** Whether it stands behind a word that leads to a month, and to no verb. */
  readonly isLed: boolean;
  /** Where in the text. */
  readonly at: number;
}

/** A short form without a year is mostly another word, or a name: "Jan", "mar". */
const monthsIn = (text: string): NamedMonth[] =>
  Array.from(text.matchAll(anyMonth), (match) => {
    const [, led, name = '', year] = match;
    return { month: monthNumber(name), name, year: numberIn(year), isLed: led !== undefined, at: match.index };
  }).filter(({ name, year }) => months.includes(name) || year !== null);

/** "From December to January 2023" begins in the year before; null where it is no such range. */
function yearBefore(months: readonly NamedMonth[], begin: Pick<NamedMonth, 'month' | 'at'>): number | null {
  const end = months.find(({ year }) => year !== null);
  if (!end || end.year === null) return null;
  return end.at > begin.at && end.month < begin.month ? end.year - 1 : null;
}

const numberIn = (digits: string | undefined): number | null => (digits === undefined ? null : Number(digits));

/** 0 where it is no month. */
const monthNumber = (name: string | undefined): number =>
  name === undefined ? 0 : months.findIndex((month) => month.startsWith(shortened(name))) + 1;

/** A year that has each day that a year may have. */
const leapYear = 2024;

function existing(year: number | null, month: number, day: number): NamedDate | null {
  const date = new Date(Date.UTC(year ?? leapYear, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { kind: 'day', year, month, day } : null;
}
