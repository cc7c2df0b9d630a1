import { LRUCache } from 'lru-cache';
import { plainLetters } from './plain-letters.ts';

/** How a language writes a date, as three words: the number of the day, the month, the number of the year. */
interface DateWords {
  /** Suffix of the day's number, without a space. */
  readonly day: string;
  /** From January on, in plain letters (see plain-letters.ts). */
  readonly months: readonly string[];
  /** Suffix of the year's number, without a space. */
  readonly year: string;
}

/** Languages that write dates as numbers with units: their months have no names. */
const units: Readonly<Record<string, { readonly day: string; readonly month: string; readonly year: string }>> = {
  zh: { day: '日', month: '月', year: '年' },
  yue: { day: '日', month: '月', year: '年' },
  ja: { day: '日', month: '月', year: '年' },
  ko: { day: '일', month: '월', year: '년' },
};

const monthNumbers = Array.from({ length: 12 }, (_, index) => index + 1);

/** Returns a language's date words; English ones if its months are not one word each, or unknown. */
export const dateWordsIn = (language: string): DateWords => known.memo(language);

function workOut(language: string): DateWords {
  const unit = units[language];
  if (unit) return { ...unit, months: monthNumbers.map((month) => `${month}${unit.month}`) };
  const months = monthsIn(language);
  return { day: '', months: months.every((name) => oneWord.test(name)) ? months : monthsIn('en'), year: '' };
}

/** More languages than a process sees. Computing one takes Intl some 100 µs, which every write of a memory would pay. */
const known = new LRUCache<string, DateWords>({ max: 50, memoMethod: workOut });

const oneWord = /^\p{L}[\p{L}\p{M}]*$/u;

/** In the form used beside a day: many languages inflect them there. */
function monthsIn(language: string): string[] {
  const options = { calendar: 'gregory', timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const format = new Intl.DateTimeFormat([language, 'en'], options);
  return monthNumbers.map((month) => {
    const parts = format.formatToParts(Date.UTC(2023, month - 1, 8));
    return plainLetters(parts.find(({ type }) => type === 'month')?.value ?? '');
  });
}
