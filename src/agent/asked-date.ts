import { localDay } from '../memory/local-day.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { matchesOf } from '../platform/matches-of.ts';
import { dateOfDay, dayOfInstant } from '../search/ranking/calendar.ts';
import { dateIn } from '../search/ranking/date-in.ts';
import { isOf } from '../search/ranking/date-nearness.ts';
import { numberWords } from '../search/ranking/english-relative-date.ts';
import { dateWordsOf } from '../search/ranking/missing-date-words.ts';
import { type DaySpan, isOfAnyYear, type NamedDate, spanOf } from '../search/ranking/named-date.ts';
import { plainQuestion } from '../search/ranking/plain-question.ts';
import { weekdays } from '../search/ranking/relative-date.ts';
import { seasonNames } from '../search/ranking/seasons.ts';
import { hoursOfNextDay } from '../search/ranking/time-of-day.ts';
import { months } from '../search/ranking/written-date.ts';
import type { Note } from './agent.ts';
import { knowsUnspeaking, stemsOf } from './sentences.ts';

/** The date of a question as words: search finds memories by the words of their day, whatever they say. */
interface DatedWords {
  readonly asked: ReadonlySet<string>;
  /** Those of the words that a memory has: all if it is of the asked date. */
  readonly had: ReadonlySet<string>;
  /** Whether the question asks for nothing but the date: then a memory of the date answers it without a word in common. */
  readonly isAll: boolean;
}

const none: ReadonlySet<string> = new Set();
const hour = 3_600_000;

/** English words of questions about everything that happened, and of relative dates. */
const ofAnyDay = stemsOf(
  `last past previous ago few couple early late beginning end middle first second third fourth day week weekend
  month year yesterday today tonight night morning noon afternoon evening ${weekdays.join(' ')} ${months.join(' ')}
  ${numberWords.join(' ')} happen going went up done been talk discuss thing anything something everything all exactly during
  between since around until through next tomorrow quarter half start ${seasonNames.join(' ')}`,
  'en',
);

/** Whether a word of an English question belongs to its date, which has these words. */
export const isDateWord = (stem: string, asked: ReadonlySet<string> = none): boolean =>
  ofAnyDay.has(stem) || asked.has(stem) || /^(?:\d|q[1-4]$)/.test(stem);

/** English names of weekdays and months, as stems. */
export const daysAndMonths = stemsOf([...weekdays, ...months].join(' '), 'en');
/** Words of an English question that name its day, month or year. */
const dayWordsIn = (question: string): string[] =>
  [...stemsOf(plainQuestion(question), 'en')].filter((stem) => daysAndMonths.has(stem) || /^\d/.test(stem));

const quarter =
  /(?<!\p{L})(?:(?<nth>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter|q(?<number>[1-4]))(?![\p{L}\p{N}])/giu;
const nths = ['first 1st', 'second 2nd', 'third 3rd', 'fourth 4th'];
const monthNamed = new RegExp(
  String.raw`(?<!\p{L})(?:${months.map((month) => month.replace(/^./u, (one) => one.toUpperCase())).join('|')})(?!\p{L})`,
  'gu',
);

const quartersIn = (text: string): ReadonlySet<string> =>
  new Set(
    matchesOf(text, quarter).map(({ groups }) => {
      const place = nths.findIndex((nth) => nth.split(' ').includes(groups?.['nth']?.toLowerCase() ?? ''));
      return groups?.['number'] ?? String(place + 1);
    }),
  );
const monthsIn = (text: string): ReadonlySet<string> => new Set(text.match(monthNamed));

/** Texts are only read if something is asked. */
function areOthers(asked: ReadonlySet<string>, text: string, namedIn: (text: string) => ReadonlySet<string>): boolean {
  if (asked.size === 0) return false;
  const told = namedIn(text);
  return told.size > 0 && asked.isDisjointFrom(told);
}

/** The quarters, months and days that an English question names. */
export class AskedPeriods {
  readonly #quarters: ReadonlySet<string>;
  readonly #months: ReadonlySet<string>;
  readonly #dayWords: ReadonlySet<string>;

  constructor(question: string) {
    this.#quarters = quartersIn(question);
    this.#months = monthsIn(question);
    this.#dayWords = new Set(dayWordsIn(question));
  }

  /** Whether a memory names one of the quarters, or all words of the day, month or year, which may be without its year. */
  areNamedIn({ content, validFrom }: Pick<Note, 'content' | 'validFrom'>): boolean {
    if (this.#quarters.size > 0 && !this.#quarters.isDisjointFrom(quartersIn(content))) return true;
    return (
      this.#dayWords.size > 0 && this.#dayWords.isSubsetOf(stemsOf(`${content} ${validFrom.getUTCFullYear()}`, 'en'))
    );
  }

  /**
   * Whether a text is about another quarter, or about another month. `isOfDate`: whether it was told in what is asked for, when other
   * months may have been spoken of.
   */
  areOthersThan(text: string, isOfDate: boolean): boolean {
    return areOthers(this.#quarters, text, quartersIn) || (!isOfDate && areOthers(this.#months, text, monthsIn));
  }
}

/** The date of a question in one time zone, and the words for it. */
type Asked = Pick<DatedWords, 'asked' | 'isAll'> & { readonly date: NamedDate };

/** The date that a question names, or counts back to from today. */
export class AskedDate {
  readonly #question: string;
  readonly #words: ReadonlySet<string>;
  readonly #language: string;
  readonly #isEnglish: boolean;
  readonly #now: Date;
  /** By time zone, since it may be another day there. Null if the question names no date. */
  readonly #byZone = new Map<string, Asked | null>();

  constructor(question: string, language: string, now: Date) {
    this.#question = plainQuestion(question);
    this.#now = now;
    this.#words = stemsOf(question, language);
    this.#language = language;
    this.#isEnglish = knowsUnspeaking(language);
  }

  /** Returns the words of the asked date, and those of them that a memory has: all if it is of that date, otherwise none. */
  wordsFor({ validFrom, timeZone }: Pick<Note, 'validFrom' | 'timeZone'>): DatedWords {
    const found = this.#askedIn(timeZone);
    const early = found ? hoursOfNextDay(found.date) * hour : 0;
    const day = dayIn(timeZone, new Date(validFrom.getTime() - early));
    if (found) return { ...found, had: isOf(found.date, day) ? found.asked : none };
    return { asked: none, had: this.#isEnglish ? none : this.#wordsOfDay(day), isAll: !this.#isEnglish };
  }

  /** Whether a text of another day tells of other days than those asked, which are over: "Letzte Woche", last spring. */
  tellsOfOthers(text: string, { validFrom, timeZone }: Pick<Note, 'validFrom' | 'timeZone'>): boolean {
    const today = dayIn(timeZone, this.#now);
    const asked = daysOf(this.#askedIn(timeZone)?.date ?? null, today);
    if (asked === null || asked.last >= today) return false;
    const day = dayIn(timeZone, validFrom);
    const told = daysOf(dateIn(this.#language, plainQuestion(text), day), day);
    return told !== null && (told.last < asked.first || told.first > asked.last);
  }

  #askedIn(timeZone: string): Asked | null {
    return getOrInsert(this.#byZone, timeZone, () => {
      const date = dateIn(this.#language, this.#question, dayIn(timeZone, this.#now));
      return date && this.#askedBy(date);
    });
  }

  #askedBy(date: NamedDate): Asked {
    const asked = this.#wordsOf(date);
    return { date, asked, isAll: !this.#isEnglish || [...this.#words].every((word) => isDateWord(word, asked)) };
  }

  /**
   * In other languages than English, questions name dates with the words that memories have: returns the words of a day if the
   * question names its month.
   */
  #wordsOfDay(day: number): ReadonlySet<string> {
    const at = dateOfDay(day);
    const month = at.getUTCMonth() + 1;
    const ofMonth = this.#wordsOf({ kind: 'month', year: null, month });
    if (!ofMonth.isSubsetOf(this.#words)) return none;
    return this.#wordsOf({ kind: 'day', year: at.getUTCFullYear(), month, day: at.getUTCDate() });
  }

  #wordsOf(date: NamedDate): ReadonlySet<string> {
    return stemsOf(dateWordsOf(date, this.#language).join(' '), this.#language);
  }
}

/** The days of a date; null if it may be of any year. */
const daysOf = (date: NamedDate | null, today: number): DaySpan | null =>
  date === null || isOfAnyYear(date) ? null : spanOf(date, today);

const dayIn = (timeZone: string, instant: Date): number => dayOfInstant(Date.parse(localDay(instant, timeZone)));
