import { dateWordsIn } from '../../platform/words/date-words.ts';
import { dateOfDay, firstDayOfMonth, monthOfDay, yearOfDay } from './calendar.ts';
import { dateIn } from './date-in.ts';
import { namesSeason } from './date-languages/spoken-date.ts';
import { type DaySpan, monthsOf, type NamedDate } from './named-date.ts';
import { seasonNames } from './seasons.ts';
import { hoursOfNextDay } from './time-of-day.ts';

/**
 * Returns the words of the question's date as memories begin with them ("8 May 2023", "8 mai 2023"), without those that the question contains:
 * "yesterday", "2023-05-08", "Oct 3" and "the 8th of May" lack some or all. A span of days yields each day number, month and year once. `question`:
 * see plainQuestion.
 */
export function dateWordsMissing(language: string, question: string, today: number): string[] {
  const date = dateIn(language, question, today);
  if (date === null) return [];
  const own = new Set(question.match(/[\p{L}\p{N}]+/gu));
  const missing = dateWordsOf(date, language).filter((word) => !own.has(word));
  if (!isLong(date) || !isOfSeason(language, question, own)) return missing;
  // Memories of a season have its name, too: the names of its months would outweigh it.
  const months = dateWordsIn(language).months.map((month) => month.toLowerCase());
  return missing.filter((word) => !months.includes(word));
}

const isLong = (date: NamedDate): boolean => date.kind === 'days' && date.last - date.first >= mostDays;

const isOfSeason = (language: string, question: string, words: ReadonlySet<string>): boolean =>
  language === 'en' ? seasonNames.some((name) => words.has(name)) : namesSeason(language, question);

/** Spans of up to this many days yield every day, longer ones only months and years. */
const mostDays = 31;
/** Spans that touch more months yield only years: most memories have one of those months. */
const mostMonths = 6;
/** Longer spans yield no words: nearly every memory lies in them. */
const mostYears = 20;

/** The words of a date as memories of that date begin with them. */
export function dateWordsOf(date: NamedDate, language: string): string[] {
  const written = dateWordsIn(language);
  const dayWord = (day: number) => `${day}${written.day}`;
  const monthWord = (month: number) => written.months[month - 1]?.toLowerCase() ?? '';
  const yearWord = (year: number) => `${year}${written.year}`;
  if (date.kind === 'year') return [yearWord(date.year)];
  const year = 'year' in date && date.year !== null ? [yearWord(date.year)] : [];
  if (date.kind === 'month') return [monthWord(date.month), ...year];
  if (date.kind === 'day') return [dayWord(date.day), monthWord(date.month), ...year];
  if (yearOfDay(date.last) - yearOfDay(date.first) > mostYears) return [];
  const isShort = !isLong(date);
  const dates = (isShort ? daysOf(date) : firstDaysOf(date)).map(dateOfDay);
  return [
    ...new Set([
      ...(isShort ? dates.map((one) => dayWord(one.getUTCDate())) : []),
      ...(monthsOf(date) > mostMonths ? [] : dates.map((one) => monthWord(one.getUTCMonth() + 1))),
      ...dates.map((one) => yearWord(one.getUTCFullYear())),
    ]),
  ];
}

/** What is told after midnight begins with the date of the next day. */
function daysOf(date: DaySpan): number[] {
  const last = hoursOfNextDay(date) > 0 ? date.last + 1 : date.last;
  return Array.from({ length: last - date.first + 1 }, (_, place) => date.first + place);
}

/** First days of the months that the span touches. */
function firstDaysOf({ first, last }: DaySpan): number[] {
  const month = monthOfDay(first);
  return Array.from({ length: monthOfDay(last) - month + 1 }, (_, place) => firstDayOfMonth(month + place));
}
