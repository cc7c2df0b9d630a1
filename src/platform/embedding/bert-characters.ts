import characters from './bert-characters.json' with { type: 'json' };

// How BERT's uncased rules treat a character; 0: a letter. scripts/make-bert-characters.py derives the classes.
export const REMOVED = 1;
export const SPACE = 2;
export const ALONE = 3;

/** Class of each code point, including lone surrogates. */
export function characterClasses(): Uint8Array {
  const classes = new Uint8Array(0x110000);
  for (const [ranges, name] of [
    [characters.removed, REMOVED],
    [characters.space, SPACE],
    [characters.alone, ALONE],
  ] as const) {
    for (const range of ranges.split(' ')) {
      const [first = '', last = first] = range.split('-');
      classes.fill(name, Number.parseInt(first, 16), Number.parseInt(last, 16) + 1);
    }
  }
  return classes;
}

/**
 * A letter in lower case, decomposed into its base and its accents, which are removed later. Works by code point: the order of
 * combining marks does not matter here, and sorting them in a whole text would take quadratic time.
 */
export function fold(codePoint: number): string {
  return String.fromCodePoint(codePoint).normalize('NFD').toLowerCase();
}
