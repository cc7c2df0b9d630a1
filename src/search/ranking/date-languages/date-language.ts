import type { FeastRule } from '../feasts.ts';
import type { Unit } from '../relative-date.ts';
import type { TimeOfDay } from '../time-of-day.ts';
import type { Meaning } from './meanings.ts';

/**
 * How a language says dates. Patterns are in lower case; accents and the hamza on an alef don't count. Lists are separated by blanks, with `_` for a
 * blank inside an entry; what an entry means is told by its place, and it is recognized alone, so it looks
 * neither back nor ahead for something that must be there.
 */
export interface DateLanguage {
  /** It writes no breaks between words, or attaches endings directly to them. Blanks in its questions and patterns don't count. */
  readonly isUnbroken?: true;
  /** Locales by which its months have other names. */
  readonly locales?: readonly string[];
  /** Letters that are written together with the word that follows, such as an Arabic "and". */
  readonly prefixes?: string;
  /** Lists, see `listed`. */
  readonly words: Readonly<Partial<Record<ListName, string>>>;
  /**
   * Words for a time that lies so many units back, or for a time of such a day ("night 1"); negative numbers are ahead: "day -2". They replace what
   * Intl has for the same.
   */
  readonly back?: Readonly<Record<`${Unit | TimeOfDay} ${number}`, string>>;
  /** A number right after one of these is the end of a larger one: "twenty-two". */
  readonly tens?: string;
  /** By month and day: "12-25". */
  readonly holidays?: Readonly<Record<`${number}-${number}`, string>>;
  /** By the rule that tells their days. */
  readonly feasts?: Readonly<Record<FeastRule, string>>;
  /** Words of questions about what is over. Without any, all that are not about plans are taken to be. */
  readonly past?: string;
  /** Words of questions about plans. */
  readonly ahead?: string;
  /**
   * Patterns. `{unit}` stands for one of the words with that name, `{end=weekday}` for one that has another part in the meaning, `{:unit}`
   * for one that has none, and `{@of}` for a date that was read before.
   */
  readonly said: Readonly<Partial<Record<Meaning, string>>>;
}

const numbersTo = (last: number): string[] => Array.from({ length: last }, (_, place) => String(place + 1));

/** What the entries of a list mean, as English patterns say it, so that one reading serves all languages. */
export const listed = {
  /** From one on. "A couple" counts as two, "a few" as three. */
  count: numbersTo(20),
  /** In any number and case. */
  unit: ['day', 'week', 'month', 'year'],
  /** In the singular. */
  single: ['day', 'week', 'month', 'year'],
  weekday: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  weekend: ['weekend'],
  /** "Next Saturday" is that of next week, "coming Saturday" the first one. */
  which: ['last', 'this', 'next', 'before last', 'after next', 'coming'],
  /** Instead of the names of Intl. */
  month: numbersTo(12),
  /** Ordinal numbers of days. */
  day: numbersTo(31),
  season: ['spring', 'summer', 'autumn', 'winter'],
  quarter: ['quarter'],
  half: ['half'],
  nth: ['first', 'second', 'third', 'fourth', 'fifth', 'last'],
  part: ['early', 'mid', 'late'],
  /** From the twenties on. */
  decade: ['twenties', 'thirties', 'forties', 'fifties', 'sixties', 'seventies', 'eighties', 'nineties'],
} as const satisfies Record<string, readonly string[]>;
type ListName = keyof typeof listed;
