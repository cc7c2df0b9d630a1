import type { CacheFigures, ManagedCache } from '../cache/cache.ts';
import { MemoryCache } from '../cache/memory-cache.ts';
import type { StaticEmbedder } from './static-embedder.ts';

/** For some 2,000 words. */
const mostBytes = 2_500_000;

interface Meaning {
  /** Of length 1; all zeros if the table does not know the word. */
  readonly direction: Float32Array;
  readonly length: number;
}

/** What single words mean by the embedding table, in any of its languages. */
export class WordMeanings implements ManagedCache {
  readonly #embedder: Pick<StaticEmbedder, 'pieces' | 'pool'>;
  readonly #kept = new MemoryCache<Meaning>({
    name: 'word meanings',
    maxBytes: mostBytes,
    sizeOf: ({ direction }) => direction.byteLength,
  });

  constructor(embedder: Pick<StaticEmbedder, 'pieces' | 'pool'>) {
    this.#embedder = embedder;
  }

  /** Cosine similarity of two words. */
  similarity(one: string, other: string): number {
    const [{ direction: mine }, { direction: theirs }] = [this.#of(one), this.#of(other)];
    let sum = 0;
    for (let i = 0; i < mine.length; i++) sum += (mine[i] ?? 0) * (theirs[i] ?? 0);
    return sum;
  }

  /** How much a word says, from 0 to 1: the table has short vectors for words that are everywhere. */
  weight(word: string): number {
    return Math.min(1, this.#of(word).length);
  }

  figures(): CacheFigures {
    return this.#kept.figures();
  }

  clear(): void {
    this.#kept.clear();
  }

  #of(word: string): Meaning {
    const kept = this.#kept.get(word);
    if (kept) return kept;
    const meaning = this.#read(word);
    this.#kept.keep(word, meaning, null);
    return meaning;
  }

  #read(word: string): Meaning {
    const vector = this.#embedder.pool(this.#embedder.pieces(word));
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value ** 2, 0));
    return { direction: Float32Array.from(vector, (value) => value / (length || 1)), length };
  }
}
