import { dateOfDay, dayOfDate, monthsAYear } from './calendar.ts';
import type { NamedDate } from './named-date.ts';

/** How far around a named date memories count as near. Source: retrieval recipe, stage 1, point 4. */
const daysBefore = 1;
const daysAfter = 14;
const daysOfNextMonth = 10;
const bareYear = 0.3;

/** Returns 1 if a day belongs to the date itself, .3 if to a year named alone, else 0. */
export function exactness(date: NamedDate, day: number): number {
  if (!isOf(date, day)) return 0;
  return date.kind === 'year' ? bareYear : 1;
}

/** Returns 1 if a day (days since 1970-01-01) lies in the range around the date, .3 if it lies in a year named alone, else 0. */
export function nearness(date: NamedDate, day: number): number {
  const at = dateOfDay(day);
  if (Number.isNaN(at.getTime())) return 0;
  if (date.kind === 'days') return day >= date.first - daysBefore && day <= date.last + daysAfter ? 1 : 0;
  if (date.kind === 'year') return at.getUTCFullYear() === date.year ? bareYear : 0;
  return (date.kind === 'month' ? isNearMonth(date, at) : isNearDay(date, at, day)) ? 1 : 0;
}

/** Whether a day belongs to the date itself, not only to the range around it. */
export function isOf(date: NamedDate, day: number): boolean {
  if (date.kind === 'days') return day >= date.first && day <= date.last;
  const at = dateOfDay(day);
  if (date.year !== null && at.getUTCFullYear() !== date.year) return false;
  if (date.kind === 'year') return true;
  return at.getUTCMonth() + 1 === date.month && (date.kind === 'month' || at.getUTCDate() === date.day);
}

/** Whether the day is in the month or in the first days of the next one. */
function isNearMonth(date: NamedDate & { kind: 'month' }, at: Date): boolean {
  const monthsSince = at.getUTCMonth() + 1 - date.month;
  const next = at.getUTCDate() <= daysOfNextMonth;
  if (date.year === null) return monthsSince === 0 || ((monthsSince + monthsAYear) % monthsAYear === 1 && next);
  const distance = monthsSince + monthsAYear * (at.getUTCFullYear() - date.year);
  return distance === 0 || (distance === 1 && next);
}

/** If the question names no year, the memory's own year and the ones before and after it are tried. */
function isNearDay(date: NamedDate & { kind: 'day' }, at: Date, day: number): boolean {
  const own = at.getUTCFullYear();
  const years = date.year === null ? [own - 1, own, own + 1] : [date.year];
  return years.some((year) => {
    const named = dayOfDate(year, date.month, date.day);
    const passed = Math.floor(day) - named;
    const exists = dateOfDay(named).getUTCDate() === date.day;
    return exists && passed >= -daysBefore && passed <= daysAfter;
  });
}
