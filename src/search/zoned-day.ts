import { LRUCache } from 'lru-cache';
import { dateOfDay } from './ranking/calendar.ts';
import { hoursADay } from './ranking/time-of-day.ts';

/** Of 418 time zones, one process sees few; a formatter takes 54 KB. */
const mostZones = 100;

const formats = new LRUCache<string, Intl.DateTimeFormat>({
  max: mostZones,
  memoMethod: (timeZone) => new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }),
});

const minute = 60_000;
const minutesAnHour = 60;

/** Returns the instant, in milliseconds since 1970, at which a day, counted from 1970-01-01, begins in a time zone. */
export function beginningOf(day: number, timeZone: string): number {
  const midnight = dateOfDay(day).getTime();
  // At midnight UTC the clocks may not have been changed yet, or already.
  return midnight - offsetAt(midnight - offsetAt(midnight, timeZone), timeZone);
}

/** The instant so many hours after a day begins; hours beyond 24 are those of the next day. */
export const instantOf = (day: number, hour: number, timeZone: string): number =>
  beginningOf(day + Math.floor(hour / hoursADay), timeZone) + (hour % hoursADay) * minutesAnHour * minute;

/** "GMT+05:30", or "GMT" for none. */
function offsetAt(instant: number, timeZone: string): number {
  const name =
    formats
      .memo(timeZone)
      .formatToParts(instant)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const size = (Number(hours ?? 0) * minutesAnHour + Number(minutes ?? 0)) * minute;
  return sign === '-' ? -size : size;
}
