import characters from './bert-characters.json' with { type: 'json' };

// What BERT's uncased rules do with a character, 0 being a letter: see scripts/make-bert-characters.py for where the classes come from.
export const REMOVED = 1;
export const SPACE = 2;
export const ALONE = 3;

/** The class of each code point, lone surrogates included. */
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
 * A letter without accents and case, still with the marks that it decomposes into. One code point at a time: the order of
 * marks does not matter here, and sorting them in a whole text would take quadratic time.
 */
export function fold(codePoint: number): string {
  return String.fromCodePoint(codePoint).normalize('NFD').toLowerCase();
}
