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

const listed = (words: string): string[] => words.trim().split(/\s+/u);
