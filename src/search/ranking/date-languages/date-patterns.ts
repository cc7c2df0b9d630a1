import { mark, type Reading, type Readings, type Said } from '../dated-text.ts';
import type { DateLanguage } from './date-language.ts';
import { folded } from './folded.ts';
import { meanings, meaningsOfDates, needed } from './meanings.ts';
import { saidIn, type Words, wordsIn } from './word-lists.ts';

const number = (digits: string): string => String.raw`(?<!\d)${digits}(?!\d)`;
const numbers: Readonly<Record<string, string>> = {
  count: number(String.raw`\d{1,3}`),
  day: number(String.raw`\d{1,2}`),
  // Only 1900 to 2099 count as years: other four-digit numbers rarely are.
  year: number(String.raw`(?:19|20)\d\d`),
  shortYear: number(String.raw`\d\d`),
  digit: String.raw`\d`,
};
const shortYear = /^\d\d$/u;
/** By which readings know words of these lists. */
const groupOf: Readonly<Record<string, string>> = { monthName: 'month', shortYear: 'year', single: 'unit' };
/** Names of the lists of which a group in a pattern is. */
type Kinds = Map<string, readonly string[]>;
const braced = /\{([@:]?)(?:([a-z]\w*)=)?([a-z]\w*)\}/gu;
/** No text has this. */
const never = '(?!)';

/** The patterns of a language, compiled. */
export class DatePatterns {
  /** Matches every question that names a date. */
  readonly hint: RegExp;
  readonly dates: readonly Readings[];
  readonly datesOfDates: Readings;
  /** Matches the name of a season. */
  readonly season: RegExp;
  readonly #words: Readonly<Record<string, Words>>;
  readonly #language: DateLanguage;
  readonly #wholes = new Map<string, RegExp>();

  constructor(code: string, language: DateLanguage) {
    this.#language = language;
    this.#words = wordsIn(code, language);
    const said = saidIn(code, language);
    const readings = (read: Readonly<Record<string, Reading[1]>>) =>
      Object.entries(read).map(([meaning, one]) => this.#readings(meaning, said[meaning], one));
    this.season = this.#pattern(this.#anyOf('season'));
    this.hint = this.#hintOf([...new Set(Object.values(needed).flat())]);
    this.dates = readings(meanings);
    this.datesOfDates = { hint: /\u00A4|\d/u, list: readings(meaningsOfDates).flatMap(({ list }) => list) };
  }

  /** A question in the form that the patterns match. */
  plain(question: string): string {
    const text = folded(question);
    return this.#language.isUnbroken ? text.replaceAll(' ', '') : text;
  }

  #readings(meaning: string, said: string | undefined, read: Reading[1]): Readings {
    const hint = this.#hintOf(needed[meaning] ?? []);
    if (said === undefined) return { hint, list: [] };
    const kinds: Kinds = new Map();
    const pattern = this.#pattern(this.#expanded(said, kinds));
    return { hint, list: [[pattern, (found, asked) => read(this.#meant(found, kinds), asked)]] };
  }

  /** What was found, by its meaning. */
  #meant({ word, date }: Said, kinds: Kinds): Said {
    return {
      date,
      word: (group) => {
        const found = word(group);
        if (shortYear.test(found) && group === 'year') return `20${found}`;
        const names = /^\d*$/u.test(found) ? [] : (kinds.get(group) ?? []);
        const words = names.flatMap((name) => [...(this.#words[name] ?? [])]);
        return words.length === 0 ? found : (words.find(([, pattern]) => this.#whole(pattern).test(found))?.[0] ?? '');
      },
    };
  }

  #whole(pattern: string): RegExp {
    const known = this.#wholes.get(pattern) ?? new RegExp(`^(?:${this.#plainPattern(this.#expanded(pattern))})$`, 'u');
    this.#wholes.set(pattern, known);
    return known;
  }

  /** Puts words and marks where their names stand in braces. */
  #expanded(said: string, kinds?: Kinds): string {
    return said.replaceAll(braced, (_, sign: string, group: string | undefined, name: string) => {
      if (sign === '@') return mark(name);
      if (sign === ':') return this.#anyOf(name);
      const named = group ?? groupOf[name] ?? name;
      kinds?.set(named, [...(kinds.get(named) ?? []), name]);
      return `(?<${named}>${this.#anyOf(name, kinds)})`;
    });
  }

  #anyOf(name: string, kinds?: Kinds): string {
    const words = [...(this.#words[name]?.values() ?? [])];
    const { tens } = this.#language;
    const guard = name === 'count' && tens !== undefined ? String.raw`(?<!(?:${tens})\s?)` : '';
    const all = [numbers[name] ?? [], words.map((word) => this.#expanded(word, kinds))].flat();
    return `${guard}(?:${all.length === 0 ? never : all.join('|')})`;
  }

  /** Matches any text with a word of the lists. Quick, because most questions name no date. */
  #hintOf(lists: readonly string[]): RegExp {
    const words = lists.map((name) => this.#anyOf(name)).join('|');
    const begin = this.#language.isUnbroken ? '' : String.raw`(?<!\p{L})`;
    return new RegExp(lists.length === 0 ? '' : `${begin}(?:${this.#plainPattern(words)})`, 'u');
  }

  /** What a pattern looks back at are whole words, too. */
  #plainPattern(pattern: string): string {
    const plain = folded(pattern);
    if (this.#language.isUnbroken) return plain.replaceAll(' ', '');
    const { prefixes = '' } = this.#language;
    return plain.replaceAll(/(?<=\(\?<[=!](?:\^\|)?)\(\?:/gu, String.raw`(?<![^\P{L}${prefixes}])(?:`);
  }

  #pattern(pattern: string): RegExp {
    return new RegExp(boundedBy(this.#language, this.#plainPattern(pattern)), 'gu');
  }
}

/** Whole words, or anything in languages without breaks. */
export function boundedBy({ isUnbroken, prefixes }: DateLanguage, pattern: string): string {
  if (isUnbroken) return pattern;
  const begin = String.raw`(?<![\p{L}\p{M}\p{N}_]|\p{N}[.,:/-])`;
  const prefixed = prefixes === undefined ? begin : `(?:${begin}|(?<=${begin}[${prefixes}]))`;
  return String.raw`${prefixed}(?:${pattern})(?![\p{L}\p{M}\p{N}_])`;
}
