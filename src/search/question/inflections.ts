/** Tells words of the language from others. */
export type IsWord = (word: string) => boolean;

/** What is added to words, and what stands in its place in the word itself. */
const additions: readonly (readonly [addition: RegExp, instead: string])[] = [
  [/(?<!s)s$/, ''],
  [/(?<=[sxz]|[cs]h)es$/, ''],
  [/ies$/, 'y'],
  [/i(?:ed|er|est|ly|ness|ful)$/, 'y'],
  [/(?:ly|ness|ful|less)$/, ''],
  [/(?:ed|er|or|est|ing|able)$/, 'e'],
  // "Stoped" is no form of "stop": after one short vowel the last letter is doubled.
  [/(?<!^[^aeiou]*[aeiou][^aeiouwxy])(?:ed|er|or|est|ing|able)$/, ''],
  [/(\p{L})\1(?:ed|er|est|ing|able)$/u, '$1'],
  [/^(?:un|re)|^(?:pre|non|mis|dis|out|over|under)(?=\p{L}{4})/u, ''],
];
const shortestWord = 3;

/** Whether a word is one of the dictionary, or regularly formed from one, since it has only the commonest: "savers", "cached", "unread". */
export const isFormOfWord = (word: string, isWord: IsWord): boolean =>
  isWord(word) ||
  additions.some(([addition, instead]) => {
    const base = word.replace(addition, instead);
    return base !== word && base.length >= shortestWord && isFormOfWord(base, isWord);
  });
