import { matchesOf } from '../../platform/matches-of.ts';
import type { NamedDate } from './named-date.ts';

/** When a question is asked, and what its words say about the time that it asks about. */
export interface AskedTime {
  /** Days since 1970-01-01. */
  readonly today: number;
  /** Today, or the last day of an earlier year that the question names by itself: a range without a year is sought from there back. */
  readonly latest: number;
  /** It asks about what is over: "did", "was". */
  readonly isOver: boolean;
  /** The same with "have", which also asks about what goes on. */
  readonly isPast: boolean;
  /** It asks about plans, not about what is over: "do I have", "due". */
  readonly isAhead: boolean;
  /** It is a sentence, not a list of words: then a time has a preposition. */
  readonly isSentence: boolean;
}

/** The named groups of a match. */
export interface Said {
  /** An empty text if the group is not there. */
  readonly word: (group: string) => string;
  /** The date whose `mark` is the group. */
  readonly date: (group: string) => NamedDate | undefined;
}

/**
 * A pattern and what it means. Null: what was matched is no date, and no later pattern may read it as one. Undefined: it is left to later patterns.
 */
export type Reading = readonly [pattern: RegExp, read: (said: Said, asked: AskedTime) => NamedDate | null | undefined];

/** Patterns in the order in which they are tried. */
export interface Readings {
  /** Matches any text that one of the patterns matches, in a fraction of their time: most questions name no date. */
  readonly hint: RegExp;
  readonly list: readonly Reading[];
}

/** The patterns of tables of readings. */
export const patternsOf = (tables: readonly Readings[]): RegExp[] =>
  tables.flatMap(({ hint, list }) => [hint, ...list.map(([pattern]) => pattern)]);

/** Characters that stand around the number of a date that was read. In Latin-1: patterns are compiled once more for texts with others. */
const [open, close] = ['\u00A4', '\u00A6'];
const marks = new RegExp(`${open}(?<date>\\d+)${close}`, 'gu');

/** The pattern of a date that was read by an earlier pattern. */
export const mark = (group: string): string => `${open}(?<${group}>\\d+)${close}`;

/** Compiles a pattern so that it matches whole words. */
export const phrase = (pattern: TemplateStringsArray, ...parts: string[]): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}_]|\p{N}[.,:/-])(?:${String.raw(pattern, ...parts)})(?![\p{L}\p{N}_]|-\p{L})`,
    'gu',
  );

/** A question in which each date that is read gives way to a mark, so that later patterns find dates by what is around them. */
export class DatedText {
  #text: string;
  readonly #dates: NamedDate[] = [];

  /** `text`: in lower case. */
  constructor(text: string) {
    this.#text = text.replace(/[\u00A4\u00A6]/gu, ' ');
  }

  read({ hint, list }: Readings, asked: AskedTime): void {
    if (hint.test(this.#text)) for (const reading of list) this.#read(reading, asked);
  }

  #read([pattern, read]: Reading, asked: AskedTime): void {
    if (this.#text.search(pattern) < 0) return;
    let [text, end] = ['', 0];
    for (const match of matchesOf(this.#text, pattern)) {
      const date = read(this.#saidBy(match), asked);
      if (date === undefined) continue;
      text += `${this.#text.slice(end, match.index)}${date === null ? ',' : this.#marked(date)}`;
      end = match.index + match[0].length;
    }
    this.#text = text + this.#text.slice(end);
  }

  /** The dates, as they follow each other in the text. */
  dates(): NamedDate[] {
    return matchesOf(this.#text, marks).flatMap((match) => this.#saidBy(match).date('date') ?? []);
  }

  #saidBy({ groups }: RegExpExecArray): Said {
    return {
      word: (group) => groups?.[group] ?? '',
      date: (group) => this.#dates[Number(groups?.[group] ?? Number.NaN)],
    };
  }

  #marked(date: NamedDate): string {
    this.#dates.push(date);
    return `${open}${this.#dates.length - 1}${close}`;
  }
}
