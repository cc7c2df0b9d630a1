/** Letters per part. Of three, four and five, four find the most in eight languages (docs/adr/0063). */
const length = 4;
/** Belongs to every part, so that none equals a word or is stemmed; in front, it marks the beginning of a word. */
const sign = String(length);

/** Accents of Latin, Greek and Cyrillic letters, once taken apart. */
const accents = /[\u0300-\u036f]/g;
const accented = /[^\0-\x7f]/;

/**
 * Returns each part of four adjacent letters of the words in a text once, without accents: "4hau4", "haus4", "aust4" and "ustu4", "stur4" for "Haustür". By
 * them "Haustüren" and "Tür" are found, which have another stem. `words`: matches the words.
 */
export function partsOfWords(text: string, words: RegExp): Set<string> {
  const small = text.toLowerCase();
  const plain = accented.test(small) ? small.normalize('NFD').replace(accents, '').normalize('NFC') : small;
  return new Set(plain.match(words)?.flatMap(partsOf));
}

function partsOf(word: string): string[] {
  const letters = [...word];
  if (letters.length < length) return [];
  const inside = letters.slice(length - 1).map((_, index) => letters.slice(index, index + length).join('') + sign);
  return [`${sign}${letters.slice(0, length - 1).join('')}${sign}`, ...inside];
}
