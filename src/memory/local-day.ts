import { LRUCache } from 'lru-cache';

/** The day that it is somewhere at an instant: "2026-11-22". */
export const localDay = (instant: Date, timeZone: string): string =>
  isoDays.memo(timeZone).format(instant).padStart(isoDayLength, '0');

const isoDayLength = 'yyyy-mm-dd'.length;
/** Of zones in use; making one takes some 20 µs and as many KB. */
const isoDays = new LRUCache<string, Intl.DateTimeFormat>({
  max: 50,
  memoMethod: (timeZone) =>
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
});
