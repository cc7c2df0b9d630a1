// Days count from 1970-01-01 and months from January of year 0, both in UTC: callers have already converted from local time zones.

const millisecondsADay = 86_400_000;
export const monthsAYear = 12;

export const dateOfDay = (day: number): Date => new Date(day * millisecondsADay);
/** The day of an instant, in milliseconds since 1970. */
export const dayOfInstant = (instant: number): number => Math.floor(instant / millisecondsADay);
/** `month`: 1 is January. */
export const dayOfDate = (year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day) / millisecondsADay;

export const yearOfDay = (day: number): number => dateOfDay(day).getUTCFullYear();
export const monthOfDay = (day: number): number => yearOfDay(day) * monthsAYear + dateOfDay(day).getUTCMonth();
export const firstDayOfMonth = (month: number): number =>
  dayOfDate(Math.floor(month / monthsAYear), (month % monthsAYear) + 1, 1);
