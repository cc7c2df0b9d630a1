import type { CountingWords } from './counting-words.ts';
import {
  type Back,
  dateOf,
  ofWeekBack,
  type RelativeDate,
  theLast,
  type Unit,
  units,
  weekendBack,
} from './relative-date.ts';

/** Compiles a pattern so that it matches only between word breaks, or anywhere in languages without breaks. */
type Bounded = (pattern: string) => RegExp;

/** Finds the date that a question counts back to, by the words of one language. */
export class SpokenBack {
  readonly #isOfLastWeek: boolean;
  readonly #numbers: readonly (readonly string[])[];
  readonly #weekdays: readonly (readonly string[])[];
  readonly #lastWeekend: RegExp;
  readonly #lastWeekday: RegExp;
  readonly #within: RegExp;
  readonly #ago: RegExp;
  readonly #worded: readonly (readonly [RegExp, Back])[];

  constructor(words: CountingWords, bounded: Bounded) {
    this.#isOfLastWeek = words.isOfLastWeek ?? false;
    this.#numbers = formsOf(words.numbers);
    this.#weekdays = formsOf(words.weekdays);
    const notBehindTens = words.tens === undefined ? '' : `(?<!(?:${words.tens}) ?)`;
    const signs: Readonly<Record<string, string>> = {
      N: String.raw`${notBehindTens}(?<count>\d{1,3}|${anyOf(this.#numbers)})`,
      U: `(?:${units.map((unit) => `(?<${unit}>${words.units[unit]})`).join('|')})`,
      D: `(?<weekday>${anyOf(this.#weekdays)})`,
    };
    const patternOf = (said: string) => bounded(said.replace(/[NUD]/g, (sign) => signs[sign] ?? ''));
    this.#lastWeekend = patternOf(words.lastWeekend);
    this.#lastWeekday = patternOf(words.lastWeekday);
    this.#within = patternOf(words.within);
    this.#ago = patternOf(words.ago);
    this.#worded = [...worded(words.two, 2), ...worded(words.one, 1)].map(([said, back]) => [patternOf(said), back]);
  }

  /** Null if the question counts back to nothing. */
  dateIn(question: string, day: number): RelativeDate | null {
    if (this.#lastWeekend.test(question)) return weekendBack(1, day);
    const weekday = this.#lastWeekday.exec(question)?.groups?.['weekday'];
    if (weekday !== undefined)
      return this.#isOfLastWeek
        ? ofWeekBack(1, placeOf(weekday, this.#weekdays), day)
        : theLast(placeOf(weekday, this.#weekdays), day);
    const within = this.#counted(this.#within, question);
    if (within) return dateOf({ ...within, to: 0 }, day);
    const back = this.#counted(this.#ago, question) ?? this.#worded.find(([said]) => said.test(question))?.[1];
    return back ? dateOf(back, day) : null;
  }

  #counted(pattern: RegExp, question: string): Back | null {
    const groups = pattern.exec(question)?.groups;
    const unit = units.find((one) => groups?.[one] !== undefined);
    const count = groups?.['count'];
    if (unit === undefined || count === undefined) return null;
    const back = /^\d/.test(count) ? Number(count) : placeOf(count, this.#numbers) + 1;
    return { unit, from: back, to: back };
  }
}

const formsOf = (list: string): string[][] =>
  list.split(' ').map((forms) => forms.split('/').map((form) => form.replaceAll('_', ' ')));

/** Longest first, because one form may be a prefix of another. */
const anyOf = (forms: readonly (readonly string[])[]): string =>
  forms
    .flat()
    .toSorted((one, other) => other.length - one.length)
    .join('|');

const placeOf = (form: string, forms: readonly (readonly string[])[]): number =>
  forms.findIndex((one) => one.includes(form));

const worded = (said: Readonly<Partial<Record<Unit, string>>> = {}, back: number): [string, Back][] =>
  units.flatMap((unit) => {
    const pattern = said[unit];
    return pattern === undefined ? [] : [[pattern, { unit, from: back, to: back }]];
  });
