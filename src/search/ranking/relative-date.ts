import { monthOfDay, monthsAYear, yearOfDay } from './calendar.ts';
import { type DaySpan, type NamedDate, span, spanOfMonths } from './named-date.ts';

export const units = ['day', 'week', 'month', 'year'] as const;
export type Unit = (typeof units)[number];

/** A range of whole units, counted back from the current one: `from` is the earlier end. Negative numbers count forward. */
export interface Back {
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
}

/** From Monday on, as weeks begin by ISO 8601. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
export const daysAWeek = 7;
const saturday = weekdays.indexOf('saturday');
/** 1970-01-01 was a Thursday, this many days after a Monday. */
const firstWeekday = 3;

/** 0 is Monday. */
const weekdayOf = (day: number): number => (((day + firstWeekday) % daysAWeek) + daysAWeek) % daysAWeek;

/** The latest such weekday before a day, which may itself be one: then the one a week earlier. 0 is Monday. */
export function theLast(weekday: number, day: number): DaySpan {
  const back = (weekdayOf(day) - weekday + daysAWeek - 1) % daysAWeek;
  return span(day - back - 1);
}

/** That weekday in the week that lies so many weeks before the one that contains the day. 0 is Monday. */
export const ofWeekBack = (weeks: number, weekday: number, day: number): DaySpan =>
  span(day - weekdayOf(day) - weeks * daysAWeek + weekday);

/** The week that contains a day. */
export function weekAround(day: number): DaySpan {
  const monday = ofWeekBack(0, 0, day).first;
  return span(monday, monday + daysAWeek - 1);
}

/** That weekday for the place-th time within a span, from 0; for the last time if the place is negative. 0 is Monday. */
export const nthWeekday = ({ first, last }: Omit<DaySpan, 'kind'>, place: number, weekday: number): number =>
  place < 0 ? theLast(weekday, last + 1).first : theLast(weekday, first + daysAWeek).first + place * daysAWeek;

/** The weekend of the week that lies so many weeks before the one that contains the day. */
export const weekendBack = (weeks: number, day: number): DaySpan => weekendFrom(ofWeekBack(weeks, saturday, day));

export const weekendFrom = ({ first }: DaySpan): DaySpan => span(first, first + 1);

/** The latest weekend that has begun by a day. */
export const weekendBegun = (day: number): DaySpan => weekendFrom(theLast(saturday, day + 1));

/** Returns the date that lies that far back from a day. */
export function dateOf({ unit, from, to }: Back, day: number): NamedDate {
  if (unit === 'day') return span(day - from, day - to);
  if (unit === 'week') return span(ofWeekBack(from, 0, day).first, ofWeekBack(to, daysAWeek - 1, day).first);
  const months = unit === 'year' ? monthsAYear : 1;
  const own = unit === 'year' ? yearOfDay(day) * monthsAYear : monthOfDay(day);
  const [first, next] = [own - from * months, own - to * months + months];
  if (next - first > months) return spanOfMonths(first, next - 1);
  const year = Math.floor(first / monthsAYear);
  return unit === 'year' ? { kind: 'year', year } : { kind: 'month', year, month: first - year * monthsAYear + 1 };
}
