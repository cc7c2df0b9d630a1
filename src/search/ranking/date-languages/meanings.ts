import {
  between,
  daysOfMonth,
  endOf,
  halfOf,
  joined,
  nthOf,
  sinceThen,
  soFar,
  thirdOf,
  weekOf,
  withYear,
} from '../date-parts.ts';
import type { AskedTime, Reading, Said } from '../dated-text.ts';
import {
  betweenWeekdays,
  counted,
  inWeek,
  isDated,
  numberOf,
  onWeekday,
  ownWeekend,
  unitOf,
  weekdayIn,
} from '../english-relative-date.ts';
import { feastOf } from '../feasts.ts';
import { holiday } from '../holidays.ts';
import type { NamedDate } from '../named-date.ts';
import { dateOf, daysAWeek, ofWeekBack, theLast, weekendBack } from '../relative-date.ts';
import {
  decade,
  halves,
  nearestPart,
  numberedWeek,
  ofNamedYear,
  ownQuarter,
  type Parts,
  partOf,
  placeOf,
  placeOfQuarter,
  placeOfSeason,
  quarters,
  relativePart,
  seasons,
} from '../seasons.ts';
import { timeOf, timesOfDay } from '../time-of-day.ts';
import { dayNamed, daysNamed, monthIn, yearIn, yearOf, yearsNamed } from '../written-date.ts';

type Read = Reading[1];

/** What patterns of a language mean by the words in them, in the order in which they are tried. */
export const meanings = {
  /** What looks like a date, but is none. */
  noDate: () => null,
  /** The winter of two years: "2024-2025". */
  winter: (said) => partOf(seasons, placeOfSeason(said), Number(said.word('from'))),
  holiday: (said, asked) => {
    const [month = '', day = ''] = said.word('holiday').split('-');
    return holiday(said, asked, Number(month), Number(day));
  },
  days: daysNamed,
  day: dayNamed,
  month: monthNamed,
  /** The other end of a range: "from March to June". */
  toMonth: monthNamed,
  years: yearsNamed,
  year: (said) => ({ kind: 'year', year: Number(said.word('year')) }),
  ago: counted((many) => ({ from: many, to: many })),
  within: counted((many) => ({ from: many, to: 0 })),
  coming: counted((many) => ({ from: 0, to: -many })),
  weekend: (said, asked) => {
    const weeks = offsetIn(said);
    return weeks === 0 ? ownWeekend(said, asked) : weekendBack(weeks, asked.today);
  },
  /** "Last Monday" where it means the Monday of last week. */
  weekdayOf: (said, { today }) => ofWeekBack(offsetIn(said), weekdayIn(said), today),
  /** "Last week". */
  unit: (said, asked) => {
    const count = offsetIn(said);
    if (count === 0 && !isDated(said, asked)) return undefined;
    return dateOf({ unit: unitOf(said.word('unit')), from: count, to: count }, asked.today);
  },
  /** "Three days ago", in the words of Intl: the unit and its direction are in the phrase. */
  counted: ({ word }, { today }) => {
    const { unit, count } = backIn(word('counted'));
    const many = count * numberOf(word('count'));
    return dateOf({ unit, from: many, to: many }, today);
  },
  /** "Yesterday", "last year" in one word. */
  back: (said, asked) => {
    const { unit, count, time } = backIn(said.word('back'));
    if (count === 0 && !isDated(said, asked)) return undefined;
    if (time !== undefined) return timeOf(asked.today - count, time);
    return dateOf({ unit, from: count, to: count }, asked.today);
  },
  feast: (said, asked) => feastOf(said.word('feast'), said, asked),
  /** "From Monday to Wednesday", of a week. */
  weekdays: betweenWeekdays,
  /** "Monday, of last week". */
  weekdayIn: inWeek,
  weekday: (said, asked) => {
    if (said.word('which') === '') return onWeekday(said, asked);
    const weekday = weekdayIn(said);
    const weeks = offsetIn(said);
    if (said.word('which') === 'coming') return theLast(weekday, asked.today + daysAWeek + 1);
    if (weeks < 0) return ofWeekBack(weeks, weekday, asked.today);
    return weeks === 0 ? onWeekday(said, asked) : theLast(weekday, asked.today - (weeks - 1) * daysAWeek);
  },
  season: (said, asked) => partOfYear(seasons, placeOfSeason(said), said, asked),
  ownQuarter,
  quarter: (said, asked) => partOfYear(quarters, placeOfQuarter(said), said, asked),
  half: (said, asked) => partOfYear(halves, Math.abs(placeOf(said.word('nth'))), said, asked),
  numberedWeek,
  decade,
  /** "Not last week but …". */
  notDate: () => null,
} satisfies Record<string, Read>;

/** The same for dates made of those that were read. */
export const meaningsOfDates = {
  withYear,
  daysOfMonth,
  nthOf,
  endOf,
  halfOf,
  thirdOf,
  weekOf,
  soFar,
  sinceThen,
  between,
  joined,
} satisfies Record<string, Read>;

export type Meaning = keyof typeof meanings | keyof typeof meaningsOfDates;

function backIn(back: string) {
  const [unit = '', count = ''] = back.split(' ');
  return { unit: unitOf(unit), count: Number(count), time: timesOfDay.find((time) => time === unit) };
}

const offsets: Readonly<Record<string, number>> = { last: 1, next: -1, coming: -1, 'before last': 2, 'after next': -2 };
/** How many units back "last" or "next" is; 0 is the current one. */
const offsetIn = ({ word }: Said): number => offsets[word('which')] ?? 0;

function monthNamed(said: Said, { today }: AskedTime): NamedDate {
  const month = monthIn(said);
  const relative = said.word('which');
  return { kind: 'month', year: relative === '' ? yearIn(said) : yearOf(relative, month, today), month };
}

function partOfYear(of: Parts, place: number, said: Said, asked: AskedTime): NamedDate | undefined {
  if (said.date('year') !== undefined) return ofNamedYear(of, place, said);
  return said.word('which') === '' ? nearestPart(of, place, asked) : relativePart(of, place, said, asked);
}

/** What has none of the words of these lists does not mean that: a quick look before the patterns. */
export const needed: Readonly<Record<string, readonly string[]>> = {
  winter: ['season'],
  holiday: ['holiday'],
  feast: ['feast'],
  days: ['digit', 'monthName'],
  day: ['digit', 'monthName'],
  month: ['digit', 'monthName'],
  toMonth: ['monthName'],
  years: ['digit'],
  year: ['digit'],
  ago: ['unit'],
  within: ['unit'],
  coming: ['unit'],
  weekend: ['weekend'],
  weekdayOf: ['weekday'],
  unit: ['single'],
  counted: ['digit', 'unit'],
  back: ['back'],
  weekdays: ['weekday'],
  weekdayIn: ['weekday'],
  weekday: ['weekday'],
  season: ['season'],
  quarter: ['digit', 'quarter'],
  ownQuarter: ['quarter'],
  half: ['half'],
  numberedWeek: ['digit'],
  decade: ['digit', 'decade'],
};
