import { dayOfDate, monthOfDay, monthsAYear, yearOfDay } from './calendar.ts';
import { type AskedTime, mark, phrase, type Readings, type Said } from './dated-text.ts';
import { type DaySpan, type NamedDate, span, spanOf, spanOfMonths } from './named-date.ts';
import { ofWeekBack, weekAround, weekdays } from './relative-date.ts';

/** Parts of a year, of equal length in months. */
export interface Parts {
  /** Month with which the first one begins, from 0. */
  readonly begin: number;
  readonly length: number;
}

/** Seasons as meteorologists count them, from March on; quarters and halves of calendar years. */
export const seasons: Parts = { begin: 2, length: 3 };
export const quarters: Parts = { begin: 0, length: 3 };
export const halves: Parts = { begin: 0, length: 6 };

export const seasonNames = ['spring', 'summer', 'autumn', 'winter', 'fall'];
const season = `(?<season>${seasonNames.join('|')})`;
export const placeOfSeason = ({ word }: Said): number => seasonNames.indexOf(word('season').replace('fall', 'autumn'));

const ordinalWords = ['first', 'second', 'third', 'fourth', 'fifth'];
export const nth = `(?<nth>${ordinalWords.join('|')}|1st|2nd|3rd|4th|5th|last|final)`;
/** From 0; -1 is the last. */
export const placeOf = (word: string): number =>
  /^\d/u.test(word) ? Number(word.charAt(0)) - 1 : ordinalWords.indexOf(word);

const ofYear = String.raw`(?:,?\s+(?:of\s+|in\s+)?${mark('year')})`;
const inPart = 'in|during|over|since|for|of|from|between|until|till|by|before|after|early|mid|late|the|our|my';

const numbered = String.raw`(?:no\.?\s+|number\s+)?(?<week>\d{1,2})`;

/** Seasons, quarters, halves of a year, weeks by their number, and decades. */
export const seasonDates: Readings = {
  hint: /spring|summer|autumn|fall|winter|quarter|q[1-4]|h[12]|0'?s|ties|week\s|[ck]w\s?\d|-?w\d/u,
  list: [
    [phrase`${season}${ofYear}`, (said) => ofNamedYear(seasons, placeOfSeason(said), said)],
    [
      phrase`(?<which>last|this|next)\s+${season}`,
      (said, asked) => relativePart(seasons, placeOfSeason(said), said, asked),
    ],
    [
      phrase`(?<=(?:in|during|over|since|throughout|all|whole)\s+)(?:the\s+)?${season}`,
      (said, asked) => nearestPart(seasons, placeOfSeason(said), asked),
    ],
    [phrase`(?:q(?<q>[1-4])|${nth}\s+quarter)${ofYear}`, (said) => ofNamedYear(quarters, placeOfQuarter(said), said)],
    [phrase`${mark('year')}\s+q(?<q>[1-4])`, (said) => ofNamedYear(quarters, placeOfQuarter(said), said)],
    [
      phrase`(?<=(?:${inPart})[\s-]+)(?:the\s+)?(?:q(?<q>[1-4])|${nth}\s+quarter(?!\s+of))`,
      (said, asked) => nearestPart(quarters, placeOfQuarter(said), asked),
    ],
    [phrase`(?<which>last|past|previous|this|next)\s+quarter(?!\s+of)`, ownQuarter],
    [phrase`h(?<nth>[12])${ofYear}`, (said) => ofNamedYear(halves, Number(said.word('nth')) - 1, said)],
    [
      phrase`(?<=(?:${inPart})[\s-]+)h(?<nth>[12])`,
      (said, asked) => nearestPart(halves, Number(said.word('nth')) - 1, asked),
    ],
    [phrase`(?:week\s+|[ck]w\s*)${numbered}${ofYear}|(?<year>(?:19|20)\d\d)-?w(?<week>\d\d)`, numberedWeek],
    [
      phrase`(?:calendar\s+week\s+|[ck]w\s*)${numbered}|(?<=(?:in|during|since|from|until|till|by|before|after|for)\s+)week\s+${numbered}(?!\s+(?:of|in)\s)`,
      numberedWeek,
    ],
    [
      phrase`the\s+(?:(?<part>early|mid|late)[\s-]+)?(?:(?<century>19|20)?(?<tens>\d)0'?s|(?<named>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))`,
      decade,
    ],
  ],
};

export const partOf = ({ begin, length }: Parts, place: number, year: number): DaySpan => {
  const first = year * monthsAYear + begin + place * length;
  return spanOfMonths(first, first + length - 1);
};

/** "The last quarter" of a year is its fourth. */
export const placeOfQuarter = ({ word }: Said): number =>
  word('q') === '' ? placeFromEnd(placeOf(word('nth')), monthsAYear / quarters.length) : Number(word('q')) - 1;

const placeFromEnd = (place: number, of: number): number => (place < 0 ? of - 1 : place);

/** The year of `mark('year')`, or in digits. */
export function namedYear({ word, date }: Said): number | null {
  const year = date('year');
  if (year?.kind === 'year') return year.year;
  return /^\d{4}$/u.test(word('year')) ? Number(word('year')) : null;
}

export function ofNamedYear(parts: Parts, place: number, said: Said): NamedDate | undefined {
  const year = namedYear(said);
  return year === null ? undefined : partOf(parts, place, year);
}

/** Of spans in their order, the latest that has begun or, in a question about plans, the first that is not over. */
export const nearestAmong = (spans: readonly DaySpan[], { today, isAhead }: AskedTime): DaySpan | null =>
  (isAhead ? spans.find(({ last }) => last >= today) : spans.findLast(({ first }) => first <= today)) ?? null;

/** The latest such part that has begun. */
function latestPart(parts: Parts, place: number, today: number): DaySpan {
  const year = yearOfDay(today);
  const own = partOf(parts, place, year);
  return own.first <= today ? own : partOf(parts, place, year - 1);
}

/** The latest such part that has begun or, in a question about plans, the first that is not over. */
export function nearestPart(parts: Parts, place: number, { today, isAhead }: AskedTime): DaySpan {
  const begun = latestPart(parts, place, today);
  return isAhead && begun.last < today ? partOf(parts, place, yearOfDay(begun.first) + 1) : begun;
}

/** "Last summer" is over, "next summer" has not begun, and "this summer" is the nearest if the question is not about the past. */
export function relativePart(parts: Parts, place: number, { word }: Said, { today, isOver }: AskedTime): DaySpan {
  const begun = latestPart(parts, place, today);
  const year = yearOfDay(begun.first);
  const next = partOf(parts, place, year + 1);
  if (word('which') === 'next') return next;
  if (word('which') === 'last') return begun.last < today ? begun : partOf(parts, place, year - 1);
  return isOver || today - begun.last <= next.first - today ? begun : next;
}

export function ownQuarter({ word }: Said, { today }: AskedTime): NamedDate {
  const first = Math.floor(monthOfDay(today) / quarters.length) * quarters.length;
  const shift = word('which') === 'this' ? 0 : word('which') === 'next' ? quarters.length : -quarters.length;
  return spanOfMonths(first + shift, first + shift + quarters.length - 1);
}

/** The first week of a year has this day of January, and so its Thursday. Source: ISO 8601. */
const inFirstWeek = 4;
const thursday = weekdays.indexOf('thursday');

/** Null: the year has no week of that number. */
function weekOfYear(year: number, week: number): DaySpan | null {
  const { first } = ofWeekBack(1 - week, thursday, dayOfDate(year, 1, inFirstWeek));
  return yearOfDay(first) === year ? weekAround(first) : null;
}

/** "Week 42". */
export function numberedWeek(said: Said, asked: AskedTime): NamedDate | null {
  const week = Number(said.word('week'));
  const year = namedYear(said);
  if (year !== null) return weekOfYear(year, week);
  const weeks = [-1, 0, 1].flatMap((later) => weekOfYear(yearOfDay(asked.today) + later, week) ?? []);
  return nearestAmong(weeks, asked);
}

/** As the calendar has them. */
const yearsADecade = 10;
const yearsACentury = yearsADecade * yearsADecade;
/** As years begin with it: 20 of 2026. */
const thisCentury = 20;
const namedTens = ['twenties', 'thirties', 'forties', 'fifties', 'sixties', 'seventies', 'eighties', 'nineties'];

/** Without a century, the latest that has begun. */
export function decade({ word }: Said, { today }: AskedTime): NamedDate {
  const tens = word('named') === '' ? Number(word('tens')) : namedTens.indexOf(word('named')) + 2;
  const inCentury = (century: number) => century * yearsACentury + tens * yearsADecade;
  const started = inCentury(thisCentury) <= yearOfDay(today) ? thisCentury : thisCentury - 1;
  const first = inCentury(Number(word('century')) || started);
  const [from, to] = partsOfDecade[word('part')] ?? [0, yearsADecade - 1];
  const begin = dayOfDate(first + from, 1, 1);
  return span(begin, spanOf({ kind: 'year', year: first + to }, today).last);
}

/** First and last year of a third of a decade; its first has one more. */
const partsOfDecade: Readonly<Record<string, readonly [from: number, to: number]>> = {
  early: [0, 3],
  mid: [4, 6],
  late: [7, 9],
};
