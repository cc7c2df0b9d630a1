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

const listed = (words: string): string[] => words.trim().split(/\s+/u);
