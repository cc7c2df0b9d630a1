import { matchesOf } from '../../../platform/matches-of.ts';
import { wordMap, wordSet } from '../../../platform/word-lists.ts';
import type { Patterns } from './patterns.ts';
import type { WordingLanguage } from './wording-language.ts';

/** A word that says what a text is about, or two adjacent characters where words have no breaks between them. */
export interface Unit extends Thing {
  /** Its beginning, by which it is compared. */
  readonly unit: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is a noun without a preposition before it: it may be what the sentence is about. */
  readonly isHead: boolean;
}

/** What is kept of it. */
export interface Thing {
  readonly written: string;
  /** The one before it, if both are one word: "Dépann'Gaz". */
  readonly last: string;
  /** What is behind it to tell which one: "Projekt Nordlicht", "clase de yoga". */
  readonly name: string;
  /** What kind of it is meant, by a word without an article: "numéro de client". */
  readonly kind: string;
}

/** By their beginnings. */
export type Things = ReadonlyMap<string, Thing>;

/** Length of the beginnings by which words are compared. */
const unitLength = 7;

/** Finds what the texts of a language are about. */
export class Units {
  readonly #isUnbroken: boolean;
  readonly #silent: ReadonlySet<string>;
  readonly #times: RegExp;
  readonly #prepositions: ReadonlySet<string>;
  readonly #determiners: ReadonlySet<string>;
  readonly #auxiliaries: ReadonlySet<string>;
  readonly #areNounsCapital: boolean;
  readonly #inflection: RegExp;

  constructor({ isUnbroken, areNounsCapital, numbers, times, changes }: WordingLanguage, patterns: Patterns) {
    this.#isUnbroken = isUnbroken === true;
    const words = [
      changes.silent,
      changes.determiners,
      changes.auxiliaries,
      changes.prepositions,
      times,
      [...wordMap(numbers).keys()].join(' '),
    ];
    this.#silent = wordSet((this.#isUnbroken ? [...changes.silent] : words).join(' '));
    this.#times = patterns.of(times.split(/\s+/u).join('|'));
    this.#prepositions = wordSet(changes.prepositions);
    this.#determiners = wordSet(changes.determiners);
    this.#auxiliaries = wordSet(changes.auxiliaries);
    this.#areNounsCapital = areNounsCapital === true;
    this.#inflection = patterns.of(`(?<=.{3})(?:${changes.inflection})$`);
  }

  in(part: string): Unit[] {
    return this.#isUnbroken ? this.#pairsIn(part) : this.#wordsIn(part);
  }

  #wordsIn(part: string): Unit[] {
    const units: Unit[] = [];
    let [isBehind, isOver, hasArticle, end] = [false, false, false, 0];
    for (const { 0: written, index } of matchesOf(part, anyWord)) {
      const word = written.toLowerCase();
      const gap = part.slice(end, index);
      end = index + written.length;
      if (/[,:]/u.test(gap) || (isOver && (this.#determiners.has(word) || this.#auxiliaries.has(word))))
        isBehind = false;
      if (this.#prepositions.has(word)) [isBehind, isOver] = [true, false];
      const unit = this.#unitOf(written, word, hasArticle);
      const isNoun = written !== word || (hasArticle && !this.#areNounsCapital);
      const isHead = isNoun && !isBehind;
      const found = { unit, written, start: index, end, name: '', kind: '', isHead };
      hasArticle = this.#determiners.has(word) || (hasArticle && unit === '');
      if (unit === '') continue;
      const before = units.at(-1);
      const isNext = before?.end === index - 1;
      const between = before ? part.slice(before.end, index) : '';
      const isOwner = genitive.test(between);
      const isName = (isNext && gap === ' ' && written !== word) || isOwner;
      // "Le vélo rouge de Simon" is Simon's.
      const named = isOwner && written !== word ? units.findLast((other) => other.isHead) : before;
      if (named && isName) {
        units[units.indexOf(named)] = {
          ...named,
          name: unit,
          kind: ofKind.test(between) && written === word ? unit : '',
        };
      }
      const last = before && isNext && /['-]/u.test(gap) ? before.unit : '';
      units.push({ ...found, last });
      isOver = true;
    }
    return units;
  }

  /** A word of three letters is one if it is a name or has an article. */
  #unitOf(written: string, word: string, hasArticle: boolean): string {
    const isShort = word.length < 3 || (word.length === 3 && written === word && !hasArticle);
    return isShort || this.#silent.has(word) ? '' : word.replace(this.#inflection, '').slice(0, unitLength);
  }

  #pairsIn(part: string): Unit[] {
    let before = { unit: '', end: -1 };
    const timeless = part.replace(this.#times, (time) => ' '.repeat(time.length));
    return matchesOf(timeless, hanPair).flatMap(({ 1: written = '', index }) => {
      if ([...written].some((sign) => this.#silent.has(sign))) return [];
      const last = index < before.end ? before.unit : '';
      const unit = written.toLowerCase();
      before = { unit, end: index + written.length };
      return { ...before, written, start: index, last, name: '', kind: '', isHead: true };
    });
  }
}

const genitive = /^ (?:d[eiuoa]|d[oa]s|del|della|dello|des|der|von|van|d') ?$/u;
const ofKind = /^ (?:d[ei]|d') ?$/u;
const anyWord = /\p{L}[\p{L}\p{N}]*/gu;
/** Two adjacent characters, or a word in Latin letters. */
const hanPair = /(?=(\p{Script=Han}{2}|(?<![a-z])[a-z][a-z0-9]+))/giu;
const isHan = /\p{Script=Han}/u;

/** Returns what both texts are about, counted: the words of one name count once, and four adjacent characters twice. */
export function sharedIn(after: Things, before: Things): number {
  let [count, run] = [0, 0];
  for (const [unit, { last }] of after) {
    const same = before.get(unit);
    if (!same) continue;
    run = last !== '' && last === same.last ? run + 1 : 0;
    if (run === 0 || (run === 2 && isHan.test(unit))) count += 1;
  }
  return count;
}

/** Whether a thing of one text may be the one of another: a phone number is no "numéro de client". */
export const isSame = (after: Thing | undefined, before: Thing | undefined): boolean =>
  after !== undefined && before !== undefined && (before.kind === '' || after.kind === before.kind);

/** Whether two characters go on in a text, as 咖啡 does in 咖啡店. */
export const isCutShort = (unit: string, before: Things): boolean =>
  isHan.test(unit) && before.values().some(({ last }) => last === unit);

/** Whether a text tells of what a thing is named by: "la bici de Íñigo" is in no text without Íñigo. */
export const isNamedIn = (thing: Thing | undefined, before: Things): boolean =>
  thing === undefined || thing.name === '' || before.has(thing.name);

/** Whether both name the same kind of thing by different names: "Projekt Nordlicht", "Projekt Südwind". */
export const nameOthers = (after: Things, before: Things): boolean =>
  after.entries().some(([unit, { name }]) => {
    const named = before.get(unit)?.name ?? '';
    return name !== '' && named !== '' && name !== named && !before.has(name) && !after.has(named);
  });
