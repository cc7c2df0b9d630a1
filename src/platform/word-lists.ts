/** The words of a list that is written with blanks or line breaks between them. */
export const wordSet = (words: string): ReadonlySet<string> => new Set(listed(words));

/** By word, what it stands for: "colour:color grey:gray". */
export const wordMap = (pairs: string): ReadonlyMap<string, string> =>
  new Map(
    listed(pairs).map((pair) => {
      const [word = '', meaning = ''] = pair.split(':');
      return [word, meaning];
    }),
  );

/** A pattern for one of the alternatives: each line is one, and may itself contain several. */
export const oneOf = (lines: string): string => `(?:${lines.trim().split(/\n\s*/u).join('|')})`;

/** A pattern for one word of a list, as `formOf` writes it; omitted: as it stands. */
export const oneWordOf = (words: string, formOf = (word: string): string => word): string =>
  `(?:${[...wordSet(words)].map(formOf).join('|')})`;

/** A sign between words, as part of a set. The usual ones are enough, and V8 compiles them a hundred times faster than `\p{L}`. */
const gap = '\\s!-\\/:-@\\[-`\\{-~«»„“”‘’…–—¿¡、。「」';

/** The same pattern with a cheaper `\p{L}`. */
export const withPlainLetters = (pattern: string): string => pattern.replaceAll(String.raw`\p{L}`, `[^${gap}]`);

/** A pattern for what begins and ends with a word. */
export const ofWords = (pattern: string): string => `(?<![^${gap}])${pattern}(?![^${gap}])`;

const listed = (words: string): string[] => words.trim().split(/\s+/u);
