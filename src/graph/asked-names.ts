import { normalName } from './entity-name.ts';

/** Words of a message that names are looked for in: those of a long one are at its beginning. */
const mostWords = 200;
/** Words of the longest name that is looked for. */
const longest = 4;
/** What stands between blanks or signs, as "Anna/Tom"; of Chinese and Japanese, which have no blanks, each sign, and what is one word in Katakana. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}]|[\p{Script=Katakana}ー]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}&'’`.-])+/gu;

/** Whatever in a message could be a name: its words, and up to four that follow one another, in normal form. */
export function askedNames(message: string): string[] {
  const text = message.slice(0, 4_000);
  const places = [...text.matchAll(word)]
    .slice(0, mostWords)
    .map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
  const names = new Set<string>();
  for (const [first, { start }] of places.entries()) {
    for (const { end } of places.slice(first, first + longest)) {
      const name = normalName(text.slice(start, end));
      if (name.length > 1) names.add(name);
    }
  }
  return [...names];
}
