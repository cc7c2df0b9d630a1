import * as parts from '../date-parts.ts';
import type { Asked, Reading, Said } from '../dated-text.ts';
import * as counted from '../english-relative-date.ts';
import { holiday } from '../holidays.ts';
import type { NamedDate } from '../named-date.ts';
import { dateOf, daysAWeek, ofWeekBack, theLast, weekendBack } from '../relative-date.ts';
import * as seasons from '../seasons.ts';
import * as written from '../written-date.ts';

type Read = Reading[1];

/** What patterns of a language mean by the words in them, in the order in which they are tried. */
export const meanings = {
  /** What looks like a date, but is none. */
  noDate: () => null,
  /** The winter of two years: "2024-2025". */
  winter: (said) => seasons.partOf(seasons.seasons, seasons.placeOfSeason(said), Number(said.word('from'))),
  holiday: (said, asked) => {
    const [month = '', day = ''] = said.word('holiday').split('-');
    return holiday(said, asked, Number(month), Number(day));
  },
  days: written.daysNamed,
  day: written.dayNamed,
  month: monthNamed,
  /** The other end of a range: "from March to June". */
  toMonth: monthNamed,
  years: written.yearsNamed,
  year: (said) => ({ kind: 'year', year: Number(said.word('year')) }),
  ago: counted.counted((many) => ({ from: many, to: many })),
  within: counted.counted((many) => ({ from: many, to: 0 })),
  coming: counted.counted((many) => ({ from: 0, to: -many })),
  weekend: (said, asked) => {
    const weeks = offsetIn(said);
    return weeks === 0 ? counted.ownWeekend(said, asked) : weekendBack(weeks, asked.today);
  },
  /** "Last Monday" where it means the Monday of last week. */
  weekdayOf: (said, { today }) => ofWeekBack(offsetIn(said), counted.weekdayIn(said), today),
  /** "Last week". */
  unit: (said, asked) => {
    const count = offsetIn(said);
    if (count === 0 && !counted.isDated(said, asked)) return undefined;
    return dateOf({ unit: counted.unitOf(said.word('unit')), from: count, to: count }, asked.today);
  },
  /** "Three days ago", in the words of Intl: the unit and its direction are in the phrase. */
  counted: ({ word }, { today }) => {
    const { unit, count } = backIn(word('counted'));
    const many = count * counted.numberOf(word('count'));
    return dateOf({ unit, from: many, to: many }, today);
  },
  /** "Yesterday", "last year" in one word. */
  back: (said, asked) => {
    const { unit, count } = backIn(said.word('back'));
    if (count === 0 && !counted.isDated(said, asked)) return undefined;
    return dateOf({ unit, from: count, to: count }, asked.today);
  },
  /** "From Monday to Wednesday", of a week. */
  weekdays: counted.betweenWeekdays,
  /** "Monday, of last week". */
  weekdayIn: counted.inWeek,
  weekday: (said, asked) => {
    if (said.word('which') === '') return counted.onWeekday(said, asked);
    const weekday = counted.weekdayIn(said);
    const weeks = offsetIn(said);
    if (said.word('which') === 'coming') return theLast(weekday, asked.today + daysAWeek + 1);
    if (weeks < 0) return ofWeekBack(weeks, weekday, asked.today);
    return weeks === 0 ? counted.onWeekday(said, asked) : theLast(weekday, asked.today - (weeks - 1) * daysAWeek);
  },
  season: (said, asked) => partOfYear(seasons.seasons, seasons.placeOfSeason(said), said, asked),
  ownQuarter: seasons.ownQuarter,
  quarter: (said, asked) => partOfYear(seasons.quarters, seasons.placeOfQuarter(said), said, asked),
  half: (said, asked) => partOfYear(seasons.halves, Math.abs(seasons.placeOf(said.word('nth'))), said, asked),
  decade: seasons.decade,
  /** "Not last week but …". */
  notDate: () => null,
} satisfies Record<string, Read>;

/** The same for dates made of those that were read. */
export const meaningsOfDates = {
  withYear: parts.withYear,
  daysOfMonth: parts.daysOfMonth,
  nthOf: parts.nthOf,
  endOf: parts.endOf,
  halfOf: parts.halfOf,
  thirdOf: parts.thirdOf,
  weekOf: parts.weekOf,
  soFar: parts.soFar,
  sinceThen: parts.sinceThen,
  between: parts.between,
  joined: parts.joined,
} satisfies Record<string, Read>;

export type Meaning = keyof typeof meanings | keyof typeof meaningsOfDates;

function backIn(back: string) {
  const [unit = '', count = ''] = back.split(' ');
  return { unit: counted.unitOf(unit), count: Number(count) };
}

const offsets: Readonly<Record<string, number>> = { last: 1, next: -1, coming: -1, 'before last': 2, 'after next': -2 };
/** How many units back "last" or "next" is; 0 is the current one. */
const offsetIn = ({ word }: Said): number => offsets[word('which')] ?? 0;

function monthNamed(said: Said, { today }: Asked): NamedDate {
  const month = written.monthIn(said);
  const which = said.word('which');
  return { kind: 'month', year: which === '' ? written.yearIn(said) : written.yearOf(which, month, today), month };
}

function partOfYear(of: seasons.Parts, place: number, said: Said, asked: Asked): NamedDate | undefined {
  if (said.date('year') !== undefined) return seasons.ofNamedYear(of, place, said);
  return said.word('which') === '' ? seasons.nearest(of, place, asked) : seasons.which(of, place, said, asked);
}

/** What has none of the words of these lists does not mean that: a quick look before the patterns. */
export const needed: Readonly<Record<string, readonly string[]>> = {
  winter: ['season'],
  holiday: ['holiday'],
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
  decade: ['digit', 'decade'],
};
