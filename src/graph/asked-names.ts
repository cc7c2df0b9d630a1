import { normalName } from './entity-name.ts';
import { namesInHangul } from './hangul.ts';
import { letterWithoutCase } from './script-letters.ts';

/** Words of a message that names are looked for in: those of a long one are at its beginning. */
const mostWords = 200;
/** Characters of any text that they are looked for in. */
const mostCharacters = 4_000;
/** Words of the longest name that is looked for. */
const longest = 4;
/**
 * What stands between blanks or signs, as "Anna/Tom", and of one kind of letters ("Kevin이", "ב-Google"); of Chinese and Japanese, which have no
 * blanks, each sign, and what is one word in Katakana.
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

/** Whatever in a message could be a name: its words, and up to four that follow one another, in normal form. */
export const askedNames = (message: string): string[] => [...namesIn(message, mostWords)];

/** The same of a memory, but for what begins with a small letter. */
export const namesWritten = (content: string, words: number): Set<string> =>
  namesIn(content, words, (text) => !/^\p{Ll}/u.test(text));

function namesIn(message: string, words: number, isWanted = (_text: string) => true): Set<string> {
  const text = message.slice(0, mostCharacters);
  const places = [...text.matchAll(word)]
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

/** What may begin a sentence. */
const opening = /(?:^|\n|[^\p{L}\p{N}\s])\s{0,8}(\p{Lu}[\p{L}\p{N}'’\x60.-]*)/gu;

/** Words of a memory that are written large and begin a sentence, in normal form. */
export const namesOpening = (content: string, words: number): Set<string> =>
  new Set(
    [...content.slice(0, mostCharacters).matchAll(opening)].slice(0, words).map(([, name = '']) => normalName(name)),
  );
