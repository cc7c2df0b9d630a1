import { isNeverName } from '../graph/extraction/no-names.ts';
import type { WordMeanings } from '../platform/embedding/word-meanings.ts';
import { numberWords } from '../search/ranking/english-relative-date.ts';
import { weekdays } from '../search/ranking/relative-date.ts';
import { months } from '../search/ranking/written-date.ts';
import { isDateWord } from './asked-date.ts';
import { type SpokenWord, spokenWordsOf, stemsOf } from './sentences.ts';
import { uncapitalisedNames } from './uncapitalised-names.ts';

/** Similarities up to the first are chance ("surgeon", "operation": .28), from the second on as good as the word ("teaches", "lessons": .69). */
const [chance, same] = [0.28, 0.68];

/** Words by which a question asks, or that say how current the answer is to be: no answer repeats them. */
const asking = stemsOf(
  `called name old many much long far often time times kind sort type matter wrong happen happened come came end use used go
  now still current currently nowadays anymore yet already ever again actually exactly really usually original originally
  final finally latest late last present these recent recently moment today mean means meant value
  hey hi hello yo ok okay well`,
  'en',
);

/** Phrases that say how current the answer is to be. */
const currency =
  /(?<!\p{L})(?:these days|at the moment|in the end|right now|of late|up to now|so far|set to|stands? for)(?!\p{L})/giu;

const days = new Set(weekdays);
const isWeekday = (word: string): boolean => days.has(word.replace(/s$/, ''));

interface AskedText {
  readonly question: string;
  /** What is said beside it. */
  readonly told: string;
  readonly meanings: WordMeanings;
}

/** A content word of a question. */
interface AskedWord extends Omit<SpokenWord, 'place'> {
  readonly weight: number;
  /** A name is somebody else's if it is only similar. */
  readonly isName: boolean;
  /** Whether it says who or what is meant: a name, "my sister". */
  readonly isSubject: boolean;
}

const family =
  'mother mom mum mama mummy|father dad papa daddy|brother|sister|son|daughter|husband|wife|aunt|uncle|boy|girl';
const grandparents = 'grandmother grandma gran granny nan nana|grandfather grandpa grandad granddad';
/** Kinds of words of which none means another, however similar they are. */
const apart = [family, grandparents, weekdays.join('|'), months.join('|'), numberWords.join('|')].map(
  (groups) => new Map(groups.split('|').flatMap((group) => group.split(' ').map((word) => [word, group] as const))),
);
const kin = new Set(
  `${family}|${grandparents}|child children kid kids baby twins cousin niece nephew partner boyfriend girlfriend friend dog cat pet`.split(
    /[ |]/,
  ),
);

/** Words that ask, and words of which they are answered, however little the table knows of it. A related word says half. */
const related = new Map(
  `live:moved moving flat house home apartment address rent|work:started starting office employer hired job|job:work works working employed
  employed:work works working job office started starting|weigh:kilo kilos kg pounds lbs stone weight|cost:paid pay price euros pounds dollars fee
  pay:paid price cost euros pounds dollars fee|drive:car van bike|learn:course lesson lessons class study|study:degree course phd
  pet:cat dog puppy kitten hamster rabbit tortoise budgie|like:love enjoy favourite favorite prefer|ill:flu cold fever hospital
  favourite:love like prefer|eat:vegetarian vegan allergic stand hate food|hate:stand dislike|marry:wedding husband wife|boss:manager`
    .split(/[|\n]/)
    .flatMap((line) => {
      const [asked = '', told = ''] = line.trim().split(':');
      return [...stemsOf(asked, 'en')].map((stem) => [stem, new Set(told.split(' '))] as const);
    }),
);
const relatedCounts = 0.5;

/** Whether a word is one of those of which an asked one, as a stem, is answered. */
export const isRelated = (asked: string, word: string): boolean => related.get(asked)?.has(word) === true;

/** "Does Ada have a dog?": it is asked for, and does not say who is meant, as in "Where is my dog?" */
const asksWhetherThere = (word: string, question: string): boolean =>
  new RegExp(
    String.raw`(?<!\p{L})(?:have|has|had|got|own)s? (?:(?:a|an|any|some|other|more) )*${word}(?!\p{L})`,
    'iu',
  ).test(question);

/** Whether an asked word and a told one are of one kind and mean the same, or another; null: they are of no such kind. */
function areSame(one: string, other: string): boolean | null {
  const [mine, theirs] = [one.replace(/s$/, ''), other.replace(/s$/, '')];
  const groups = apart.find((kind) => kind.has(mine) && kind.has(theirs));
  if (groups) return groups.get(mine) === groups.get(theirs);
  if (isIdentifier(one) || isIdentifier(other)) return isSameIdentifier(one, other);
  return isNumber.test(one) && isNumber.test(other) ? isSameIdentifier(one, other) : null;
}
const isNumber = /^\p{N}/u;

/** Codes, flags, paths and versions: "E4107", "MAX_BATCH", "util.email", "3.9.0", "000871". Another one is another thing, however similar. */
const identifier =
  /_|\p{L}\.\p{L}|\d\.\d|^(?!(?:19|20)\d\d$)\d{4,}$|^(?=.*\d)(?=.*\p{L})(?!q[1-4]$|\d+(?:st|nd|rd|th|s|am|pm|k|km|kg|h|m|x)$)/iu;
const isIdentifier = (word: string): boolean => identifier.test(word);

/** Whether one of two words, of which at least one is an identifier, says the other: "16.4" is a 16. */
const isSameIdentifier = (asked: string, told: string): boolean => told === asked || told.startsWith(`${asked}.`);

/** How well a text says what is asked, from 0 to 1. */
export interface Covered {
  /** All words of the question. */
  readonly all: number;
  /** Those that do not only say who is meant, if there are any. */
  readonly matter: number;
  /** Its names, if there are any. */
  readonly names: number;
}

/** Maximum number of content words of a question: each is compared with each word of the texts, and who writes more tells a story. */
export const mostAskedWords = 50;

/** The content words of an English question. */
export class AskedWords {
  readonly #words: readonly AskedWord[];
  readonly #meanings: WordMeanings;
  readonly #known = new Map<string, readonly number[]>();

  /** `dated`: words of the date that the question names, none if it names none: they are no words of their own. */
  constructor({ question, told, meanings }: AskedText, dated: ReadonlySet<string>) {
    this.#meanings = meanings;
    const isDated = (stem: string) => dated.size > 0 && isDateWord(stem, dated);
    const counts = ({ stem }: SpokenWord) => !asking.has(stem) && !isDated(stem);
    const all = spokenWordsOf(question.replace(currency, ' '));
    const own = all.filter(counts);
    const hasOwn = own.length > 0 || dated.size > 0;
    // "My aunt from Bergen came. What is she called?" Alone, "What is my name?" asks for a name.
    const beside = hasOwn ? [] : spokenWordsOf(told).filter(counts);
    const isOwn = beside.length === 0;
    const words = isOwn ? (hasOwn ? own : all) : beside;
    const small = new Set(uncapitalisedNames(question).map(({ name }) => name));
    this.#words = words.slice(0, mostAskedWords).map(({ word: written, stem, place }) => {
      const word = written.toLowerCase();
      const isNamed = place > 0 && /^\p{Lu}/u.test(written) && !isNeverName(written);
      const isName = isNamed || small.has(word) || isWeekday(word) || isIdentifier(word);
      const isSubject = isOwn && (isName || (kin.has(word) && !asksWhetherThere(word, question)));
      return { word, stem, isName, isSubject, weight: meanings.weight(word) ** 3 };
    });
  }

  /** For each asked word, how well the closest of these words says it. */
  matches(words: readonly SpokenWord[]): number[] {
    const best = this.#words.map(() => 0);
    for (const word of words) {
      for (const [index, match] of this.#matchesOf(word).entries()) if (match > (best[index] ?? 0)) best[index] = match;
    }
    return best;
  }

  hasName(stem: string): boolean {
    return this.#words.some((asked) => asked.isName && asked.stem === stem);
  }

  /** How well one of the question's words is said; 1 if it is none of them. */
  matchOf(word: string, matches: readonly number[]): number {
    const at = this.#words.findIndex((asked) => asked.word === word);
    return at < 0 ? 1 : (matches[at] ?? 0);
  }

  /** `isOfDate`: whether the memory is of the date that the question names; null: it names none. */
  covered(matches: readonly number[], isOfDate: boolean | null): Covered {
    const shareOf = (counts: (asked: AskedWord) => boolean) => {
      if (!this.#words.some(counts)) return null;
      let [got, most] = isOfDate === null ? [0, 0] : [Number(isOfDate), 1];
      for (const [index, asked] of this.#words.entries()) {
        if (!counts(asked)) continue;
        got += asked.weight * (matches[index] ?? 0);
        most += asked.weight;
      }
      return got / most;
    };
    const all = shareOf(() => true) ?? Number(isOfDate);
    const matter = shareOf(({ isSubject }) => !isSubject) ?? all;
    return { all, matter, names: shareOf(({ isName }) => isName) ?? 1 };
  }

  #matchesOf({ word, stem }: SpokenWord): readonly number[] {
    const lower = word.toLowerCase();
    const known = this.#known.get(lower);
    if (known) return known;
    const matches = this.#words.map((asked) => {
      const isSame = areSame(asked.word, lower);
      // Stems are cut, identifiers are not.
      if (asked.stem === stem && isSame !== false) return 1;
      if (isSame !== null || asked.isName) return Number(isSame);
      const near = (this.#meanings.similarity(asked.word, lower) - chance) / (same - chance);
      return Math.min(1, Math.max(isRelated(asked.stem, lower) ? relatedCounts : 0, near));
    });
    this.#known.set(lower, matches);
    return matches;
  }
}
