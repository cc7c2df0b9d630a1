import { contentHash } from '../memory/memory.ts';
import { withoutMarks } from './citation-marks.ts';
import { sentencesOf, wordListOf, wordsOf } from './sentences.ts';

export interface Known {
  readonly content: string;
  readonly speaker: string | null;
}

/** This many words in a row from one source are no coincidence; fewer are none only if they are a whole sentence of it. */
const leastWords = 3;
/** A longer row can be split into rows of `leastWords` to this many words. */
const mostWords = 2 * leastWords - 1;

/**
 * Whether a text only repeats what is known: it consists of pieces that each come from within one known text, as in answers that
 * quote memories. With one more word, such as "not" or another number, it says something new.
 */
export function repeats(text: string, known: readonly KnownText[], language: string): boolean {
  const words = wordListOf(withoutMarks(text), language);
  if (words.length === 0) return known.some((one) => one.equals(text));
  // Whether everything before a position consists of such pieces.
  const said = [true];
  for (let end = 1; end <= words.length; end += 1) {
    said.push(known.some((one) => one.endsPiece(words, end, said)));
  }
  return said.at(-1) === true;
}

/** A text that may be repeated, tokenized once. */
export class KnownText {
  readonly #hash: string;
  readonly #words: ReadonlySet<string>;
  readonly #sentences: readonly ReadonlySet<string>[];

  constructor({ content, speaker }: Known, language: string) {
    this.#hash = contentHash(content);
    const speakers = wordsOf(speaker ?? '', language);
    const bare = sentencesOf(content, language).map((sentence) => wordsOf(sentence, language));
    this.#words = new Set([...bare, speakers].flatMap((words) => [...words]));
    const short = bare.filter(({ size }) => size < leastWords);
    this.#sentences = [...short, ...short.map((sentence) => sentence.union(speakers))];
  }

  equals(text: string): boolean {
    return contentHash(text) === this.#hash;
  }

  /** Whether a piece of this text ends at a position and follows directly on text that is already covered. */
  endsPiece(words: readonly string[], end: number, said: readonly boolean[]): boolean {
    for (let start = end - 1; start >= Math.max(0, end - mostWords); start -= 1) {
      if (!this.#words.has(words[start] ?? '')) return false;
      if (said[start] && (end - start >= leastWords || this.#isSentence(words.slice(start, end)))) return true;
    }
    return false;
  }

  #isSentence(piece: readonly string[]): boolean {
    const words = new Set(piece);
    return this.#sentences.some((sentence) => sentence.size === words.size && sentence.isSubsetOf(words));
  }
}
