import { dateWordCount } from './text-search.ts';

/** The words of a lexical text as stemmed by the database, without stop words. */
interface StemmedText {
  /** In the order of the text, repeats included. */
  readonly stems: readonly string[];
  /** How many of the first stems belong to the date. */
  readonly dateStems: number;
}

/**
 * Parses a tsvector in its text form, such as `'anna':4 'it''s':5,9`. Postgres keeps at most 255 positions per word, and does not
 * distinguish positions beyond 16,383.
 */
export function parseTsvector(text: string): StemmedText {
  const stems: string[] = [];
  const positions: number[] = [];
  let at = 0;
  while (at < text.length) {
    const end = closingQuote(text, at + 1);
    const stem = unquoted(text.slice(at + 1, end));
    // After the quote: a colon, then numbers separated by commas. A weight letter may follow a number.
    let position = 0;
    for (at = end + 2; at <= text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= zero && code <= nine) position = position * 10 + code - zero;
      else if (code === comma || !(code > blank)) {
        stems.push(stem);
        positions.push(position);
        position = 0;
        if (code !== comma) break;
      }
    }
    at += 1;
  }
  return inOrder(stems, positions);
}

const [zero, nine, comma, blank] = [0x30, 0x39, 0x2c, 0x20];

/** Stems at the same position keep the order of the vector, which holds at most 2^18. */
const perPosition = 2 ** 18;

function inOrder(stems: readonly string[], positions: readonly number[]): StemmedText {
  const keys = new Float64Array(stems.length);
  for (let index = 0; index < keys.length; index += 1) keys[index] = (positions[index] ?? 0) * perPosition + index;
  keys.sort();
  const ordered = new Array<string>(keys.length);
  let dateStems = 0;
  for (let place = 0; place < keys.length; place += 1) {
    const key = keys[place] ?? 0;
    if (key < (dateWordCount + 1) * perPosition) dateStems += 1;
    ordered[place] = stems[key % perPosition] ?? '';
  }
  return { stems: ordered, dateStems };
}

const unquoted = (stem: string): string =>
  stem.includes("'") || stem.includes('\\') ? stem.replaceAll("''", "'").replaceAll('\\\\', '\\') : stem;

/** Index of the quote that ends a lexeme; quotes inside it are doubled. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf("'", from);
  while (text[at + 1] === "'") at = text.indexOf("'", at + 2);
  return at;
}
