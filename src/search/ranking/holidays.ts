import { dayOfDate, yearOfDay } from './calendar.ts';
import { type AskedTime, phrase, type Readings, type Said } from './dated-text.ts';
import { type NamedDate, yearOfBegun } from './named-date.ts';

/** Holidays that have the same date each year: name, month and day. */
const holidays: readonly (readonly [name: string, month: number, day: number])[] = [
  ["new\\s+year'?s\\s+eve", 12, 31],
  ["new\\s+year(?:'?s(?:\\s+day)?)?", 1, 1],
  ['epiphany', 1, 6],
  ['burns\\s+night', 1, 25],
  ["(?:st\\.?\\s+|saint\\s+)?valentine'?s?'?(?:\\s+day)?", 2, 14],
  ["(?:st\\.?|saint)\\s+(?:patrick|paddy)'?s?'?(?:\\s+day)?", 3, 17],
  ["april\\s+fools?'?s?'?(?:\\s+day)?", 4, 1],
  ["(?:st\\.?|saint)\\s+george'?s?(?:\\s+day)?", 4, 23],
  ['anzac\\s+day', 4, 25],
  ['may\\s+day', 5, 1],
  ['cinco\\s+de\\s+mayo', 5, 5],
  ['juneteenth', 6, 19],
  ['canada\\s+day', 7, 1],
  ['independence\\s+day|(?:the\\s+)?fourth\\s+of\\s+july', 7, 4],
  ['bastille\\s+day', 7, 14],
  ["hallowe'?en", 10, 31],
  ["all\\s+(?:saints|hallows)'?(?:\\s+day)?", 11, 1],
  ['bonfire\\s+night|guy\\s+fawkes(?:\\s+(?:night|day))?', 11, 5],
  ["(?:armistice|veterans'?)\\s+day", 11, 11],
  ['christmas\\s+eve|xmas\\s+eve', 12, 24],
  ['christmas(?:\\s+day)?|xmas(?:\\s+day)?', 12, 25],
  ["boxing\\s+day|(?:st\\.?|saint)\\s+stephen'?s?\\s+day", 12, 26],
];

/** Words that may stand before the date of a holiday, as alternatives of a pattern. */
export const beforeHoliday = String.raw`on|at|over|for|since|before|after|until|till|by|during|around|celebrated?|spend|spent|week\s+of|from|to|between|and`;

/** "On Boxing Day", "last Christmas", "Halloween 2024"; without such a word beside it a holiday is a subject, not a date. */
export const holidayDates: Readings = {
  hint: new RegExp(holidays.map(([name]) => name).join('|'), 'u'),
  list: holidays.map(([name, month, day]) => [
    phrase`(?<=(?<before>(?<!\p{L})(?:${beforeHoliday})\s+)?)(?:(?<which>last|this|next)\s+)?(?:${name})(?:,?\s+(?:of\s+|in\s+)?(?<year>(?:19|20)\d\d)(?!\p{N}))?`,
    (said, asked) => (isBeside(said) ? holiday(said, asked, month, day) : undefined),
  ]),
};

/** Whether a word or a year beside a holiday makes it a date. */
export const isBeside = ({ word }: Said): boolean => ['before', 'which', 'year'].some((group) => word(group) !== '');

/** "Last" is before today, and "next" after it. */
export function holiday({ word }: Said, { today }: AskedTime, month: number, day: number): NamedDate {
  if (word('year') !== '') return { kind: 'day', year: Number(word('year')), month, day };
  const which = word('which');
  if (which === '') return { kind: 'day', year: null, month, day };
  const year = yearOfDay(today);
  if (which === 'last') return { kind: 'day', year: yearOfBegun(month, day, today - 1), month, day };
  return { kind: 'day', year: which === 'next' && dayOfDate(year, month, day) <= today ? year + 1 : year, month, day };
}
