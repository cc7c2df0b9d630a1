import { matchesOf } from '../../platform/matches-of.ts';
import { wordSet } from '../../platform/word-lists.ts';
import { type IsWord, isFormOfWord } from './inflections.ts';

/** A word of a question that the dictionary lacks. */
interface DoubtfulWord {
  /** In lower case. */
  readonly word: string;
  readonly written: string;
  readonly from: number;
  /** Whether it has a capital that no beginning of the question explains. */
  readonly isName: boolean;
  /** Whether nothing follows, so that its writer may still be typing. */
  readonly isTyped: boolean;
}

/** A doubtful word that no memory has, and what may be meant by it. */
export interface AskedSpelling extends Slips, Pick<DoubtfulWord, 'word' | 'isTyped'> {}

/** What memories have in place of a word that none has. */
export interface Meant {
  /** Number of memories with each of `slipsOf`, if there are any. */
  readonly slips: Readonly<Record<string, number>>;
  /** If it is still being typed: words of the most frequent stems that begin with it. */
  readonly longer: readonly string[];
}

/** Words of 4 to 20 letters alone: parts of names of files, addresses, codes and compounds are meant as they stand. */
const plainWord =
  /(?<![\p{L}\p{M}\p{N}_@#./\\:'’-])[A-Za-zÀ-ÖØ-öø-ÿ]{4,20}(?!\p{L}|['’](?!s\b)|['’]?[\p{M}\p{N}_@/\\:-]|\.\p{L})/gu;
const capital = /^\p{Lu}/u;
/** "NASA", "useEffect". */
const capitalsWithin = /.\p{Lu}/u;

/** Further words of a question are taken as they stand: each costs the database a few milliseconds. */
export const mostDoubtful = 8;

export const doubtfulWords = (question: string, isWord: IsWord): DoubtfulWord[] =>
  matchesOf(question, plainWord)
    .map(({ 0: written, index: from }) => ({
      word: written.toLowerCase(),
      written,
      from,
      isName: from > 0 && capital.test(written),
      isTyped: from + written.length === question.length,
    }))
    .filter(({ word, written }) => !capitalsWithin.test(written) && !isWord(word))
    .slice(0, mostDoubtful);

/** Words of English that languages near it do not have. */
const english = wordSet(
  'the what when where which who whose how why did does were our their your she they from with about',
);
/** Shorter questions name only what they are about: "dentist appo". */
const shortQuestion = 3;

/** Collections are in English by default, so that questions in other languages reach them, too. */
export function isEnglish(question: string): boolean {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length <= shortQuestion || words.some((word) => english.has(word));
}

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];

/** In a shorter word another letter makes another word: Kira and Kara. */
const shortWord = 5;

/** What may be meant by a word. */
interface Slips {
  /** Words of the dictionary, one or two. */
  readonly known: readonly string[];
  /** Others, such as names. */
  readonly others: readonly string[];
}

/**
 * Returns what may be meant by a word: two neighbours swapped, one letter but the first too many, too few or another, a blank
 * forgotten. In a regular form of a known word ("caches", "writting") only swapped and doubled letters are slips.
 */
export function slipsOf({ word, isName }: Pick<DoubtfulWord, 'word' | 'isName'>, isWord: IsWord): Slips {
  const places = Array.from(word, (letter, at) => ({ before: word.slice(0, at), letter, after: word.slice(at + 1) }));
  const slips = places.flatMap(({ before, letter, after }) => [
    `${before}${after.charAt(0)}${letter}${after.slice(1)}`,
    ...alphabet.map((other) => before + letter + other + after),
    ...(before === '' ? [] : ['', ...alphabet].map((other) => before + other + after)),
  ]);
  const isForm = isFormOfWord(word, isWord);
  const isSure = isForm || word.length <= shortWord;
  const meant = new Set(slips.filter((slip) => slip !== word && (!isSure || haveSameLetters(word, slip))));
  const { known = [], others = [] } = Object.groupBy(meant, (slip) => (isWord(slip) ? 'known' : 'others'));
  const pairs = isName || isForm ? [] : places.map(({ before, letter, after }) => [before + letter, after]);
  const apart = pairs.filter((pair) => pair.every((part) => isWord(part) && (part.length > 2 || small.has(part))));
  return { known: [...known, ...apart.map((pair) => pair.join(' '))], others };
}

/** Short words that are no letters, prefixes or abbreviations. */
const small = wordSet('a i am an as at be by do go he if in is it me my no of on or so to up us we');

/** Whether letters of one are only swapped, doubled, or once instead of twice in the other. */
const haveSameLetters = (one: string, other: string): boolean =>
  sorted(one) === sorted(other) || single(one) === single(other);
const sorted = (word: string): string => [...word].sort().join('');
const single = (word: string): string => word.replace(/(\p{L})\1/gu, '$1');

/** Returns the question with what was meant in place of its misspelt words. */
export function correct(
  question: string,
  doubtful: readonly DoubtfulWord[],
  meant: ReadonlyMap<string, Meant>,
  isWord: IsWord,
): string {
  let text = '';
  let end = 0;
  for (const { word, written, from } of doubtful) {
    const found = meant.get(word);
    const instead = found && (found.longer.join(' ') || likeliest(word, found, isWord));
    if (!instead) continue;
    text += question.slice(end, from) + (written === word ? instead : capitalised(instead));
    end = from + written.length;
  }
  return text + question.slice(end);
}

/** Two words only if no single one is near; else words of the language first, then swapped and doubled letters, then what most memories have. */
function likeliest(word: string, { slips }: Meant, isWord: IsWord): string | undefined {
  const order = (slip: string) => [
    slip.includes(' ') ? 1 : 0,
    isWord(slip) ? 0 : 1,
    haveSameLetters(word, slip) ? 0 : 1,
    -(slips[slip] ?? 0),
  ];
  const [best] = Object.keys(slips).toSorted((one, other) => {
    const [a, b] = [order(one), order(other)];
    return a.map((value, place) => value - (b[place] ?? 0)).find((difference) => difference !== 0) ?? 0;
  });
  return best;
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
