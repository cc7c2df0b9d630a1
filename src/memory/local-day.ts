import { LRUCache } from 'lru-cache';
import type { Memory } from './memory.ts';

/** The day from which a memory holds where its collection is: "2026-11-22". */
export const localDay = ({ validFrom, timeZone }: Pick<Memory, 'validFrom' | 'timeZone'>): string =>
  isoDays.memo(timeZone).format(validFrom).padStart(isoDayLength, '0');

const isoDayLength = 'yyyy-mm-dd'.length;
/** Of zones in use; making one takes some 20 µs and as many KB. */
const isoDays = new LRUCache<string, Intl.DateTimeFormat>({
  max: 50,
  memoMethod: (timeZone) =>
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
});
