import { matchesOf } from '../platform/matches-of.ts';
import { normalName } from './entity-name.ts';
import { eastAsianNames } from './extraction/east-asian/east-asian-names.ts';
import { namesInHangul } from './extraction/east-asian/hangul.ts';
import { smallSentences } from './extraction/small-names.ts';
import { isUnfamiliar } from './extraction/unfamiliar.ts';
import { letterWithoutCase } from './extraction/word.ts';

/** Maximum number of words of a message, and of a memory, that are searched for names: those at its beginning. */
const mostAsked = 200;
/** In Chinese and Japanese, each sign is a word. */
const mostWritten = 1_000;
/** Maximum number of characters of any text that are searched. */
const mostCharacters = 4_000;
/** Maximum number of words of a name. */
const longest = 4;
/**
 * A word: what is between blanks or signs, as in "Anna/Tom", and of one kind of letters ("Kevin이", "ב-Google"). In Chinese and
 * Japanese, which have no blanks, each sign, and each run of Katakana.
 */
const word = new RegExp(
  [
    String.raw`[\p{Script=Han}\p{Script=Hiragana}]`,
    String.raw`[\p{Script=Katakana}ー]+`,
    String.raw`(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])${letterWithoutCase}\p{M}*)+`,
    String.raw`(?=[\p{L}\p{N}&])(?:(?!${letterWithoutCase})[\p{L}\p{M}\p{N}&'’\x60.-])+`,
  ].join('|'),
  'gu',
);

/** Number of characters of a message in which rules look for longer names in East Asian scripts. */
const mostRead = 400;

/**
 * Returns whatever in a message could be a name, in normal form: its words, and up to four consecutive ones; and what rules take
 * for a name in East Asian scripts, however long.
 */
export const askedNames = (message: string): string[] => [
  ...new Set([...namesIn(message, mostAsked), ...eastAsianNames(message.slice(0, mostRead)).keys()]),
];

/** The same for a memory, without what begins with a lower-case letter. */
export const namesWritten = (content: string): Set<string> =>
  namesIn(content, mostWritten, (text) => !/^\p{Ll}/u.test(text));

const short = /^\p{Ll}{3}(?:['’]s)?$/u;

/** The same for what a memory in English says in lower case, if one of the words is in no dictionary or a short one, as "Tom" is. */
export const namesSaid = (content: string): Set<string> =>
  namesIn(
    smallSentences(content.slice(0, mostCharacters)).join('\n'),
    mostWritten,
    (text) => short.test(text) || text.split(' ').some(isUnfamiliar),
  );

function namesIn(message: string, words: number, isWanted = (_text: string) => true): Set<string> {
  const text = message.slice(0, mostCharacters);
  const places = matchesOf(text, word)
    .slice(0, words)
    .map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
  const names = new Set<string>();
  for (const [first, { start, end: firstEnd }] of places.entries()) {
    const spellings = places.slice(first, first + longest).map(({ end }) => text.slice(start, end));
    for (const spelling of [...spellings.filter(isWanted), ...namesInHangul(text.slice(start, firstEnd))]) {
      const name = normalName(spelling);
      if (name.length > 1) names.add(name);
    }
  }
  return names;
}

/** A capitalised word that may begin a sentence. */
const opening = /(?:^|\n|[^\p{L}\p{N}\s])\s{0,8}(\p{Lu}[\p{L}\p{N}'’\x60.-]*)/gu;

/** Returns the capitalised words of a memory that begin a sentence, in normal form. */
export const namesOpening = (content: string): Set<string> =>
  new Set(
    matchesOf(content.slice(0, mostCharacters), opening)
      .slice(0, mostWritten)
      .map(([, name = '']) => normalName(name)),
  );
