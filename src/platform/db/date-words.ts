import { LRUCache } from 'lru-cache';
import { plainLetters } from './plain-letters.ts';

/** How a language writes a date, as three words: the number of the day, the month, the number of the year. */
export interface DateWords {
  /** What follows the number of the day without a space. */
  readonly day: string;
  /** From January on, in plain letters. */
  readonly months: readonly string[];
  /** What follows the number of the year without a space. */
  readonly year: string;
}

/** Where a date is numbers with their units, a month has no name of its own. */
const units: Readonly<Record<string, { readonly day: string; readonly month: string; readonly year: string }>> = {
  zh: { day: '日', month: '月', year: '年' },
  yue: { day: '日', month: '月', year: '年' },
  ja: { day: '日', month: '月', year: '年' },
  ko: { day: '일', month: '월', year: '년' },
};

const monthNumbers = Array.from({ length: 12 }, (_, index) => index + 1);

/** The words of dates in a language; English where its months are not one word each, or nobody knows them. */
export const dateWordsIn = (language: string): DateWords => known.memo(language);

function workOut(language: string): DateWords {
  const unit = units[language];
  if (unit) return { ...unit, months: monthNumbers.map((month) => `${month}${unit.month}`) };
  const months = monthsIn(language);
  return { day: '', months: months.every((name) => oneWord.test(name)) ? months : monthsIn('en'), year: '' };
}

/** More languages than one process meets. Working one out takes Intl some 100 µs, which each memory that is written would. */
const known = new LRUCache<string, DateWords>({ max: 50, memoMethod: workOut });

const oneWord = /^\p{L}[\p{L}\p{M}]*$/u;

/** As they stand beside a day: many languages then inflect them. */
function monthsIn(language: string): string[] {
  const options = { calendar: 'gregory', timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const format = new Intl.DateTimeFormat([language, 'en'], options);
  return monthNumbers.map((month) => {
    const parts = format.formatToParts(Date.UTC(2023, month - 1, 8));
    return plainLetters(parts.find(({ type }) => type === 'month')?.value ?? '');
  });
}
