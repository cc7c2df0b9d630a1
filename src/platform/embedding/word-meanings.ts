import { LRUCache } from 'lru-cache';
import type { StaticEmbedder } from './static-embedder.ts';

/** Vectors of words that are kept: 1 KB each. */
const mostKept = 2_000;

interface Meaning {
  /** Of length 1; all zeros if the table does not know the word. */
  readonly direction: Float32Array;
  readonly length: number;
}

/** What single words mean by the embedding table, in any of its languages. */
export class WordMeanings {
  readonly #embedder: Pick<StaticEmbedder, 'pieces' | 'pool'>;
  readonly #kept = new LRUCache<string, Meaning>({ max: mostKept, memoMethod: (word) => this.#read(word) });

  constructor(embedder: Pick<StaticEmbedder, 'pieces' | 'pool'>) {
    this.#embedder = embedder;
  }

  /** Cosine similarity of two words. */
  similarity(one: string, other: string): number {
    const [{ direction: mine }, { direction: theirs }] = [this.#kept.memo(one), this.#kept.memo(other)];
    let sum = 0;
    for (let i = 0; i < mine.length; i++) sum += (mine[i] ?? 0) * (theirs[i] ?? 0);
    return sum;
  }

  /** How much a word says, from 0 to 1: the table has short vectors for words that are everywhere. */
  weight(word: string): number {
    return Math.min(1, this.#kept.memo(word).length);
  }

  #read(word: string): Meaning {
    const vector = this.#embedder.pool(this.#embedder.pieces(word));
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value ** 2, 0));
    return { direction: Float32Array.from(vector, (value) => value / (length || 1)), length };
  }
}
