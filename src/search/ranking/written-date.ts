import { dateOfDay, dayOfDate, monthOfDay, monthsAYear, yearOfDay } from './calendar.ts';
import { type AskedTime, mark, phrase, type Readings, type Said } from './dated-text.ts';
import { type NamedDate, span, spanOf } from './named-date.ts';

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
/** Also verbs or names of people: in a sentence they are months only beside certain words. */
const doubtful = ['march', 'april', 'may', 'june', 'august'];

/** Number of letters that distinguish the months. Source: English short forms, "Oct" and also "Sept." */
const shortLetters = 3;
const shortened = (name: string): string => name.slice(0, shortLetters);
const month = String.raw`(?:${months.join('|')}|(?:${months.map(shortened).join('|')}|sept)\.?)`;
const ordinal = '(?:st|nd|rd|th)?';
/** "July the 4th". */
const the = String.raw`(?:the\s+(?=\d{1,2}(?:st|nd|rd|th)))?`;
// Only 1900 to 2099 count as years: other four-digit numbers rarely are.
const fourDigits = String.raw`(?:19|20)\d\d`;
const wordEnd = String.raw`(?![\p{L}\p{N}_])`;
/** The year right after a day or a month, if there is one. */
const ofYear = String.raw`(?:,?\s+(?:of\s+)?(?<year>${fourDigits})${wordEnd})?`;
/** What stands between the ends of a range. */
export const until = String.raw`(?:\s+(?:and|or|to|until|till|up\s+to|through)\s+|\s*[-–]\s*)`;

/** No month has this number. */
const lateDay = String.raw`(?<day>1[3-9]|2\d|3[01])`;

const beforeMonth = 'in|during|since|until|till|of|by|before|after|through|throughout|around|for|over|early|mid|late';
const beforeYear = `${beforeMonth}|from|to|between|and|or|about|years?|spring|summer|autumn|fall|winter|quarter|half|q[1-4]|h[12]|christmas|halloween|eve|day|night`;
const owners = String.raw`the|my|our|your|his|her|their|that|\p{L}+'s`;
/** The beginning of what the month or year of an owner is of: "my March report", but not the March Hare or "the march on Rome". */
const thing = String.raw`(?=(?<thing>\s+(?!(?:hare|on|of|to|in|by|was|is|did)(?!\p{L}))\p{L})?)`;

/** Dates by number and name: "8 May 2023", "2023-05", "from 3 to 10 March", "in 2019". */
export const writtenDates: Readings = {
  hint: /\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/u,
  list: [
    [phrase`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!-)`, dayNamed],
    [phrase`(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>${fourDigits})`, dayNamed],
    // Elsewhere nobody knows which number is the month.
    [phrase`(?:${lateDay}\/(?<month>\d{1,2})|(?<month>\d{1,2})\/${lateDay})\/(?<year>${fourDigits})`, dayNamed],
    [phrase`(?<year>${fourDigits})-(?<month>0[1-9]|1[0-2])(?!-)`, wholeMonth],
    [
      phrase`(?:(?<from>\d{1,2})${ordinal}${until}(?:the\s+)?(?<day>\d{1,2})${ordinal}(?:\s+of)?\s+(?<month>${month})|(?<month>${month})\s+${the}(?<from>\d{1,2})${ordinal}${until}(?:the\s+)?(?<day>\d{1,2})${ordinal})${wordEnd}${ofYear}`,
      daysNamed,
    ],
    [
      phrase`(?:(?<day>\d{1,2})${ordinal}(?:\s+of)?\s+(?<month>${month})|(?<month>${month})\s+${the}(?<day>\d{1,2})${ordinal})${wordEnd}${ofYear}`,
      dayNamed,
    ],
    // The other end of a range is a month, too: "from March to June".
    [phrase`(?<=(?:from|between)\s+)(?<month>${month})${wordEnd}${ofYear}(?=${until}${month}${wordEnd})`, wholeMonth],
    [
      phrase`(?<=(?:(?<before>${beforeMonth})[\s-]+|(?<owner>${owners})\s+)?)(?:(?<which>last|this|next)\s+)?(?<month>${month})${wordEnd}${ofYear}${thing}`,
      monthNamed,
    ],
    [phrase`(?<=${mark('from')}${until})(?<month>${month})${wordEnd}${ofYear}`, wholeMonth],
    [phrase`(?<from>${fourDigits})${until}(?<year>${fourDigits})`, yearsNamed],
    [
      phrase`(?<=(?<before>^|(?:${beforeYear})[\s-]+|[,\u00A6]\s*)|(?<owner>${owners})\s+|)(?<year>${fourDigits})${thing}`,
      yearNamed,
    ],
  ],
};

export const yearIn = ({ word }: Said): number | null => (word('year') === '' ? null : Number(word('year')));

/** 0 if it is no month. */
export const monthIn = ({ word }: Said): number =>
  Number(word('month')) || months.findIndex((name) => name.startsWith(shortened(word('month')))) + 1;

/** Stands in for an unknown year: it has every day that any year has. */
const leapYear = 2024;

/** Null if there is no such day. */
export function dayNamed(said: Said): NamedDate | null {
  const [year, month, day] = [yearIn(said), monthIn(said), Number(said.word('day'))];
  const date = dateOfDay(dayOfDate(year ?? leapYear, month, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { kind: 'day', year, month, day } : null;
}

export function daysNamed(said: Said, { today }: AskedTime): NamedDate | null {
  const last = dayNamed(said);
  if (last === null) return null;
  const end = spanOf(last, today).last;
  const days = Number(said.word('day')) - Number(said.word('from'));
  return days > 0 ? span(end - days, end) : last;
}

function wholeMonth(said: Said): NamedDate {
  return { kind: 'month', year: yearIn(said), month: monthIn(said) };
}

/** Short forms are mostly other words or names ("Jan", "mar"), unless a word beside them makes them months. */
function monthNamed(said: Said, asked: AskedTime): NamedDate | undefined {
  const date = { kind: 'month', year: yearIn(said), month: monthIn(said) } as const;
  if (date.year !== null) return date;
  const { word } = said;
  const name = word('month');
  const which = name === 'may' && word('which') === 'this' ? '' : word('which');
  const isMonth = which !== '' || word('before') !== '' || isOwned(said) || !isDoubtful(name, asked);
  return isMonth ? { ...date, year: which === '' ? null : yearOf(which, date.month, asked.today) } : undefined;
}

const isOwned = ({ word }: Said): boolean => word('owner') !== '' && word('thing') !== '';

const isDoubtful = (name: string, { isSentence }: AskedTime): boolean =>
  !months.includes(name) || name === 'may' || (isSentence && doubtful.includes(name));

/** The year of "last", "this" or "next" March. */
export function yearOf(which: string, month: number, today: number): number {
  const passed = (monthOfDay(today) % monthsAYear) + 1 - month;
  if (which === 'last') return yearOfDay(today) - (passed > 0 ? 0 : 1);
  return yearOfDay(today) + (which === 'next' && passed >= 0 ? 1 : 0);
}

export function yearsNamed({ word }: Said, { today }: AskedTime): NamedDate | undefined {
  const [first, last] = [Number(word('from')), Number(word('year'))];
  if (first >= last) return undefined;
  return span(spanOf({ kind: 'year', year: first }, today).first, spanOf({ kind: 'year', year: last }, today).last);
}

/** In a sentence a number is a year after a preposition, or before a noun: "my 2022 taxes", but not "Who lent me 1984?" */
function yearNamed(said: Said, { isSentence }: AskedTime): NamedDate | undefined {
  const isYear = !isSentence || said.word('before') !== '' || isOwned(said);
  return isYear ? { kind: 'year', year: Number(said.word('year')) } : undefined;
}
