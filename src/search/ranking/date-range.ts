import { type DateWords, dateWordsIn } from '../../platform/db/date-words.ts';
import { dateOfDay, firstDayOfMonth, monthOfDay, monthsAYear, yearOfDay } from './calendar.ts';
import { countedBackIn } from './counted-back.ts';
import { type DaySpan, relativeDate } from './relative-date.ts';

/** A date that a question names, as precisely as the question does. Months count from 1. */
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
/** The month whose name is also a verb. */
const may = 5;

const before = String.raw`(?<![\p{L}\p{N}_]|\p{N}[.,:/-])`;
const after = String.raw`(?![\p{L}\p{N}_])`;
/** Number of letters that distinguish the months. Source: English short forms, "Oct" and also "Sept." */
const shortLetters = 3;
const shortened = (name: string): string => name.slice(0, shortLetters);
const shortMonth = String.raw`(?:${months.map(shortened).join('|')}|sept)\.?`;
const month = `(?:${months.join('|')}|${shortMonth})`;
const ordinal = '(?:st|nd|rd|th)?';

// Only 1900 to 2099 count as years: other four-digit numbers rarely are.
const fourDigits = String.raw`((?:19|20)\d\d)`;
/** The year right after a day or a month, if there is one. */
const ofYear = String.raw`(?:,?\s+(?:of\s+)?${fourDigits}${after})?`;
const isoDay = new RegExp(String.raw`${before}(\d{4})-(\d{2})-(\d{2})${after}(?!-)`, 'u');
/** The end of a range: "from 3 to 10 March" begins on the third. */
const untilDay = String.raw`(?:\s+(?:and|or|to|until|till|through)\s+\d{1,2}${ordinal})?`;
const dayOfMonth = new RegExp(
  String.raw`${before}(?:(\d{1,2})${ordinal}${untilDay}(?:\s+of)?\s+(${month})|(${month})\s+(\d{1,2})${ordinal})${after}${ofYear}`,
  'u',
);
/** Words that precede a month but rarely the verb "may". */
const lead =
  '(?:in|of|since|until|till|by|before|after|during|between|from|to|through|and|or|last|this|next|early|late)';
const anyMonth = new RegExp(String.raw`(${before}${lead}\s+)?${before}(${month})${after}${ofYear}`, 'gu');
const lastOrThisMonth = new RegExp(String.raw`${before}(last|this)\s+(?:${months.join('|')})${after}`, 'u');
const anyYear = new RegExp(`${before}${fourDigits}${after}`, 'u');

/**
 * Returns the first date that an English question names, else the date that it counts back to from `today` (days since 1970-01-01; null if
 * unknown). Null if it names no date, or one that does not exist.
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

/** The year of "last March" or "this March"; null for anything else. */
function yearOfLast(text: string, month: number, today: number): number | null {
  const [, which] = lastOrThisMonth.exec(text) ?? [];
  if (!which) return null;
  const isOver = month < (monthOfDay(today) % monthsAYear) + 1;
  return yearOfDay(today) - (which === 'last' && !isOver ? 1 : 0);
}

/**
 * Returns the words of the question's date as memories begin with them ("8 May 2023", "8 mai 2023"), without those that the question contains:
 * "yesterday", "2023-05-08", "Oct 3" and "the 8th of May" lack some or all. A span of days yields each day number, month and year once. In languages
 * other than English only relative dates are read. `question`: see plainQuestion.
 */
export function dateWordsMissing(language: string, question: string, today: number): string[] {
  const date = dateIn(language, question, today);
  if (date === null) return [];
  const own = new Set(question.match(/[\p{L}\p{N}]+/gu));
  return dateWordsOf(date, language).filter((word) => !own.has(word));
}

/** The date that a question counts back to or, in English only, names. `question`: see plainQuestion. */
export const dateIn = (language: string, question: string, today: number): NamedDate | null =>
  language === 'en' ? namedDate(question, today) : countedBackIn(language, question, today);

/** The words of a date as memories of that date begin with them. */
export const dateWordsOf = (date: NamedDate, language: string): string[] => wordsOf(date, dateWordsIn(language));

/** Spans of up to this many days yield every day, longer ones only months and years. */
const mostDays = 31;
/** Longer spans yield no words: nearly every memory lies in them. */
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

/** First days of the months that the span touches. */
function firstDaysOf({ first, last }: DaySpan): number[] {
  const month = monthOfDay(first);
  return Array.from({ length: monthOfDay(last) - month + 1 }, (_, place) => firstDayOfMonth(month + place));
}

/** `text` is in lower case. */
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
  // A "may" that is probably the verb counts only if no other month is named.
  const named = months.find(({ month, year, isLed }) => month !== may || year !== null || isLed) ?? months[0];
  if (!named) return year === null ? null : { kind: 'year', year };
  const own = named.year ?? yearBefore(months, named) ?? year;
  return named.month === may && own === null ? null : { kind: 'month', year: own, month: named.month };
}

interface NamedMonth {
  readonly month: number;
  /** The year right after it. */
  readonly year: number | null;
  /** Whether a word of `lead` stands before it. */
  readonly isLed: boolean;
  /** Index in the text. */
  readonly at: number;
}

/** Leaves out short forms without a year: they are mostly other words or names ("Jan", "mar"). */
const monthsIn = (text: string): NamedMonth[] =>
  Array.from(text.matchAll(anyMonth), (match) => {
    const [, led, name = '', year] = match;
    return { month: monthNumber(name), name, year: numberIn(year), isLed: led !== undefined, at: match.index };
  }).filter(({ name, year }) => months.includes(name) || year !== null);

/** The year before, if the month begins a range like "from December to January 2023"; else null. */
function yearBefore(months: readonly NamedMonth[], begin: Pick<NamedMonth, 'month' | 'at'>): number | null {
  const end = months.find(({ year }) => year !== null);
  if (!end || end.year === null) return null;
  return end.at > begin.at && end.month < begin.month ? end.year - 1 : null;
}

const numberIn = (digits: string | undefined): number | null => (digits === undefined ? null : Number(digits));

/** 0 if it is no month. */
const monthNumber = (name: string | undefined): number =>
  name === undefined ? 0 : months.findIndex((month) => month.startsWith(shortened(name))) + 1;

/** Stands in for an unknown year: it has every day that any year has. */
const leapYear = 2024;

function existing(year: number | null, month: number, day: number): NamedDate | null {
  const date = new Date(Date.UTC(year ?? leapYear, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { kind: 'day', year, month, day } : null;
}
