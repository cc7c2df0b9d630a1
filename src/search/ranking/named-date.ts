import { dayOfDate, firstDayOfMonth, monthOfDay, monthsAYear, yearOfDay } from './calendar.ts';

/** The first and last day of a date, as days since 1970-01-01. */
export interface DaySpan {
  readonly kind: 'days';
  readonly first: number;
  readonly last: number;
  /** Omitted: the whole days. */
  readonly hours?: Hours;
}

/** Hours from the beginning of the first day and, for the end, of the last day on: beyond 24 they are those of the next day. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** A date that a question names, as precisely as the question does. Months count from 1. */
export type NamedDate =
  | DaySpan
  | { readonly kind: 'day'; readonly year: number | null; readonly month: number; readonly day: number }
  | { readonly kind: 'month'; readonly year: number | null; readonly month: number }
  | { readonly kind: 'year'; readonly year: number };

export const span = (first: number, last = first): DaySpan => ({ kind: 'days', first, last });

/** `from` and `to` count months from January of year 0, as `monthOfDay` does. */
export const spanOfMonths = (from: number, to = from): DaySpan =>
  span(firstDayOfMonth(from), firstDayOfMonth(to + 1) - 1);

/** Whether a date has no year. */
export const isOfAnyYear = (date: NamedDate): date is Exclude<NamedDate, DaySpan> =>
  date.kind !== 'days' && date.year === null;

/** The days of a date; without a year, of the latest that has begun by `today`. */
export function spanOf(date: NamedDate, today: number): DaySpan {
  if (date.kind === 'days') return date;
  if (date.kind === 'year') return spanOfMonths(date.year * monthsAYear, date.year * monthsAYear + monthsAYear - 1);
  const { year, month } = date;
  if (date.kind === 'month') return spanOfMonths((year ?? yearOfBegun(month, 1, today)) * monthsAYear + month - 1);
  return span(dayOfDate(year ?? yearOfBegun(month, date.day, today), month, date.day));
}

/** The latest year in which that day has begun by `today`. */
export function yearOfBegun(month: number, day: number, today: number): number {
  const year = yearOfDay(today);
  return dayOfDate(year, month, day) <= today ? year : year - 1;
}

/** How many months a span touches. */
export const monthsOf = ({ first, last }: DaySpan): number => monthOfDay(last) - monthOfDay(first) + 1;
