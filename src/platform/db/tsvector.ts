import { dateWords } from './text-search.ts';

/** The words of a lexical text as the database stemmed them, stop words left out. */
export interface StemmedText {
  /** In the order of the text, repeats included. */
  readonly stems: readonly string[];
  /** How many of them, from the first on, are the date's. */
  readonly dateStems: number;
}

/**
 * Reads a tsvector in its text form, as `'anna':4 'it''s':5,9`. Beyond 255 places of one word, or 16,383 in all, Postgres
 * keeps none apart.
 */
export function parseTsvector(text: string): StemmedText {
  const placed: { readonly stem: string; readonly position: number }[] = [];
  let at = 0;
  while (at < text.length) {
    const end = closingQuote(text, at + 1);
    const stem = text
      .slice(at + 1, end)
      .replaceAll("''", "'")
      .replaceAll('\\\\', '\\');
    const next = text.indexOf(' ', end);
    const positions = text.slice(end + 2, next < 0 ? text.length : next);
    // A weight letter may follow a number; parseInt leaves it alone.
    for (const position of positions.split(',')) placed.push({ stem, position: Number.parseInt(position, 10) });
    at = next < 0 ? text.length : next + 1;
  }
  placed.sort((a, b) => a.position - b.position);
  return {
    stems: placed.map(({ stem }) => stem),
    dateStems: placed.filter(({ position }) => position <= dateWords).length,
  };
}

/** The index of the quote that ends a lexeme; one inside it is doubled. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf("'", from);
  while (text[at + 1] === "'") at = text.indexOf("'", at + 2);
  return at;
}
