import { contentHash } from '../memory/memory.ts';
import { withoutMarks } from './citation-marks.ts';
import { wholeWords } from './forms-in.ts';
import { isQuestion } from './is-question.ts';
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
 * quote memories. With one more word, such as "not" or another number, it says something new. So does the answer to a known question
 * and advice on what somebody considers, which may consist of the same words: only what is as open repeats them.
 */
export function repeats(text: string, known: readonly KnownText[], language: string): boolean {
  const told = sentencesOf(withoutMarks(text), language).flatMap((sentence) => {
    const isAsOpen = isOpen(sentence);
    return wordListOf(sentence, language).map((word) => ({ word, isAsOpen }));
  });
  if (told.length === 0) return known.some((one) => one.equals(text));
  const words = told.map(({ word }) => word);
  // Whether everything before a position consists of such pieces.
  const said = [true];
  for (const [at, { isAsOpen }] of told.entries()) {
    said.push(known.some((one) => (isAsOpen ? one.all : one.statements).endsAt(words, at + 1, said)));
  }
  return said.at(-1) === true;
}

/** "I could take the night train." */
const considering = wholeWords('could|would|should|might|maybe|perhaps|if|whether');
/** Whether a sentence leaves open what is so. */
const isOpen = (sentence: string): boolean => isQuestion(sentence) || considering.test(sentence);

/** A text that may be repeated, tokenized once. */
export class KnownText {
  readonly all: Pieces;
  readonly statements: Pieces;
  readonly #hash: string;

  constructor({ content, speaker }: Known, language: string) {
    this.#hash = contentHash(content);
    const speakers = wordsOf(speaker ?? '', language);
    const sentences = sentencesOf(content, language);
    const statements = sentences.filter((sentence) => !isOpen(sentence));
    const pieces = (some: readonly string[]) =>
      new Pieces(
        some.map((sentence) => wordsOf(sentence, language)),
        speakers,
      );
    this.all = pieces(sentences);
    this.statements = statements.length === sentences.length ? this.all : pieces(statements);
  }

  equals(text: string): boolean {
    return contentHash(text) === this.#hash;
  }
}

/** Sentences of one text, of which another may consist. */
class Pieces {
  readonly #words: ReadonlySet<string>;
  readonly #sentences: readonly ReadonlySet<string>[];

  constructor(sentences: readonly ReadonlySet<string>[], speakers: ReadonlySet<string>) {
    this.#words = new Set([...sentences, speakers].flatMap((words) => [...words]));
    const short = sentences.filter(({ size }) => size < leastWords);
    this.#sentences = [...short, ...short.map((sentence) => sentence.union(speakers))];
  }

  /** Whether a piece of these sentences ends at a position and follows directly on text that is already covered. */
  endsAt(words: readonly string[], end: number, said: readonly boolean[]): boolean {
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
