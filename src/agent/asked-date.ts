import { localDay } from '../memory/local-day.ts';
import { dateOfDay, dayOfInstant } from '../search/ranking/calendar.ts';
import { plainQuestion } from '../search/ranking/counted-back.ts';
import { isOf } from '../search/ranking/date-nearness.ts';
import { dateIn, dateWordsOf, type NamedDate } from '../search/ranking/date-range.ts';
import type { Note } from './agent.ts';
import { knowsUnspeaking, wordsOf } from './sentences.ts';

/** What a question asks by its date, as words: search finds memories by those of their day, whatever they say. */
interface DatedWords {
  readonly asked: ReadonlySet<string>;
  /** Those that a memory of the asked date has. */
  readonly had: ReadonlySet<string>;
  /** Whether nothing else is asked for: then what is of the date answers without a word in common. */
  readonly isAll: boolean;
}

const none: ReadonlySet<string> = new Set();

/** English words of questions for all that was, and of dates that are counted back to. */
const ofAnyDay = wordsOf(
  `last past previous ago few couple early late beginning end middle first second third fourth day days week weeks weekend
  month months year years yesterday today tonight night morning noon afternoon evening monday tuesday wednesday thursday
  friday saturday sunday january february march april june july august september october november december one two three four
  five six seven eight nine ten eleven twelve happen happened happening going go went up done been talk talked talking
  discuss discussed discussing thing things anything something everything all exactly during between since around`,
  'en',
);

/** The date that a question names, or counts back to from today. */
export class AskedDate {
  readonly #question: string;
  readonly #words: ReadonlySet<string>;
  readonly #language: string;
  /** By time zone, since it may be another day there. */
  readonly #dates = new Map<string, NamedDate | null>();

  constructor(question: string, language: string) {
    this.#question = plainQuestion(question);
    this.#words = wordsOf(question, language);
    this.#language = language;
  }

  /** Its words, and which of them a memory has: all where it is of that date, else none. */
  wordsFor({ validFrom, timeZone }: Pick<Note, 'validFrom' | 'timeZone'>): DatedWords {
    const date = this.#dateIn(timeZone);
    const day = dayIn(timeZone, validFrom);
    const isEnglish = knowsUnspeaking(this.#language);
    if (date === null) return { asked: none, had: isEnglish ? none : this.#wordsOfDay(day), isAll: !isEnglish };
    const asked = this.#wordsOf(date);
    const isAll =
      !isEnglish || [...this.#words].every((word) => ofAnyDay.has(word) || asked.has(word) || /^\d/.test(word));
    return { asked, had: isOf(date, day) ? asked : none, isAll };
  }

  #dateIn(timeZone: string): NamedDate | null {
    const known = this.#dates.get(timeZone);
    if (known !== undefined) return known;
    const date = dateIn(this.#language, this.#question, dayIn(timeZone, new Date()));
    this.#dates.set(timeZone, date);
    return date;
  }

  /** Dates are named in other languages by the words that memories have: those of its day, where its month is among what is asked. */
  #wordsOfDay(day: number): ReadonlySet<string> {
    const at = dateOfDay(day);
    const month = at.getUTCMonth() + 1;
    const ofMonth = this.#wordsOf({ kind: 'month', year: null, month });
    if (!ofMonth.isSubsetOf(this.#words)) return none;
    return this.#wordsOf({ kind: 'day', year: at.getUTCFullYear(), month, day: at.getUTCDate() });
  }

  #wordsOf(date: NamedDate): ReadonlySet<string> {
    return wordsOf(dateWordsOf(date, this.#language).join(' '), this.#language);
  }
}

const dayIn = (timeZone: string, instant: Date): number => dayOfInstant(Date.parse(localDay(instant, timeZone)));
