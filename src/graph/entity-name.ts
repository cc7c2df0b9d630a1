import { areOneSlipApart } from '../platform/one-slip.ts';
import { wordMap, wordSet } from '../platform/word-lists.ts';
import type { EntityType } from './entity.ts';
import { trigramSimilarity } from './text-similarity.ts';

/** Words before a name that are no part of it. */
const titles =
  wordSet(`mr mrs ms miss mx dr prof professor doctor sir madam lord lady herr frau señor señora aunt auntie uncle grandma grandpa granny
  grandmother grandfather`);
/** Words after a name that are no part of it. */
const suffixes = wordSet('jr sr phd md inc ltd llc gmbh ag corp plc co kg sa');
const abbreviations = wordMap('&:and st:saint');
/** Abbreviations at the end of a name, where `st` is a street. */
const lastAbbreviations = wordMap('st:street ave:avenue rd:road mt:mount');

/** Letters that do not decompose into another letter and an accent. */
const plainSpellings = wordMap('ø:o ł:l đ:d ı:i ß:ss æ:ae œ:oe');

/**
 * A letter with its marks, in scripts where marks are accents. Elsewhere they are vowels or make other letters: "राम" and "रमा"
 * are two people.
 */
const accented = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu;

/** Minimum similarity: pg_trgm's own threshold, so that both find the same. */
const leastSimilarity = 0.3;

/** Maximum length of a stored name. */
export const maxNameLength = 100;

/** A word without anything to remove or to replace, as most are. */
const plainWord = /^[a-z]{3,100}$/i;

/**
 * Returns the form in which two spellings of one name are equal: lower case, without accents, titles, articles, possessives,
 * legal forms and punctuation. Empty if nothing is left.
 */
export function normalName(name: string): string {
  if (plainWord.test(name)) return name.toLowerCase();
  const words = name
    .normalize('NFKD')
    .replace(accented, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[øłđıßæœ]/g, (letter) => plainSpellings.get(letter) ?? letter)
    .replace(/[’`]/g, "'")
    .replace(/'s(?=$|\s)/g, '')
    .replace(/&/g, ' & ')
    .replace(/'|(?<!\d)\.|\.(?!\d)/g, '')
    .split(/[^\p{L}\p{M}\p{N}&.]+/u)
    .filter((word) => word !== '');
  return expanded(withoutEnds(words)).join(' ').slice(0, maxNameLength).toWellFormed();
}

function withoutEnds(words: readonly string[]): string[] {
  let [start, end] = [0, words.length];
  if (end > 1 && words[0] === 'the') start += 1;
  while (end - start > 1 && titles.has(words[start] ?? '')) start += 1;
  while (end - start > 1 && suffixes.has(words[end - 1] ?? '')) end -= 1;
  return words.slice(start, end);
}

const expanded = (words: readonly string[]): string[] =>
  words.map((word, index) => {
    const last = index > 0 && index === words.length - 1;
    return (last ? lastAbbreviations : abbreviations).get(word) ?? abbreviations.get(word) ?? word;
  });

/** Whether two normal forms stand for the same entity. In doubt, no. */
export function isSameName(one: string, other: string, type: EntityType): boolean {
  if (one === other) return true;
  const [a, b] = [one.split(' '), other.split(' ')];
  if (asOneWord(one) === asOneWord(other)) return true;
  if (type === 'PLACE' && newYork.has(one) && newYork.has(other)) return true;
  if (type === 'PERSON' && a.length !== b.length) return differByInitials(a, b);
  if (a.length !== b.length) return false;
  const isFirstName = (index: number) =>
    type === 'PERSON' && index === 0 && (a.length > 1 || givenEnding.test(`${one} ${other}`));
  return (
    a.every((word, index) => isSameWord(word, b[index] ?? '', isFirstName(index))) &&
    trigramSimilarity(one, other) >= leastSimilarity
  );
}

/** The ending of first names such as Christina and Christine; a surname alone, such as Kowalski or Kowalsky, seldom has it. */
const givenEnding = /[aeo](?: |$)/;

/** The one city that "City" does not change; elsewhere it makes another place: Mexico City, Kansas City. */
const newYork = new Set(['new york', 'new york city']);

/** "Play Station 5" equals "PlayStation 5", but 1 10 is not 11 0. */
const asOneWord = (name: string): string => name.replace(/(?<!\d) | (?!\d)/g, '');

/** John R. Smith and John Smith. */
function differByInitials(one: readonly string[], other: readonly string[]): boolean {
  const [long, short] = one.length > other.length ? [one, other] : [other, one];
  return short.length > 1 && withoutInitials(long) === short.join(' ');
}

const withoutInitials = (words: readonly string[]): string =>
  words.filter((word, index) => index === 0 || index === words.length - 1 || word.length > 1).join(' ');

/** Returns forms of a name. Names that are the same share one, or differ by nothing but slips. */
export const formsBesideSlips = (normal: string): string[] => [
  asOneWord(normal),
  withoutInitials(normal.split(' ')),
  ...(newYork.has(normal) ? ['new york'] : []),
];

const mayHaveSlip = (word: string): boolean => word.length >= 7 && !/\d/.test(word);

/** Returns the word and, if it may have a slip, what it becomes without one of its letters: words that differ by a slip share one. */
export function wordsWithinASlip(word: string): string[] {
  const within = new Set([word]);
  const letters = mayHaveSlip(word) ? word.length : 0;
  for (let at = 0; at < letters; at += 1) within.add(word.slice(0, at) + word.slice(at + 1));
  return [...within];
}

/** Equal, or one typo apart in a long word. A difference in a word with digits is never a typo. */
function isSameWord(one: string, other: string, firstName: boolean): boolean {
  if (one === other) return true;
  if (!mayHaveSlip(one) || !mayHaveSlip(other)) return false;
  // Daniel and Daniela: a word that only continues the other is another name.
  if (one.startsWith(other) || other.startsWith(one)) return false;
  return areOneSlipApart(one, other) && !(firstName && one.at(-1) !== other.at(-1));
}
