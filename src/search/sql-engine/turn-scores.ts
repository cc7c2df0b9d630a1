import type { Vector } from '../../platform/embedding/embedder.ts';
import { inverseFrequency, okapi } from '../okapi.ts';
import type { KnownTurn } from './known-turns.ts';
import type { TermCounts } from './rarest-stems.ts';

export interface ScoresAsked {
  /** Numbers of the question's stems. */
  readonly stems: readonly number[];
  readonly counts: TermCounts;
  readonly vector: Vector | null;
}

/** Scores turns for one question by the formulas of the arms. */
export class TurnScores {
  /** The place of each stem among those of the question. */
  readonly #places: ReadonlyMap<number, number>;
  readonly #weights: Float64Array;
  /** Of each stem, which turn had it last. */
  readonly #lastSeen: Uint32Array;
  readonly #meanTerms: number;
  readonly #vector: Vector | null;
  #turns = 0;

  constructor({ stems, counts, vector }: ScoresAsked) {
    this.#places = new Map(stems.map((stem, place) => [stem, place]));
    this.#weights = Float64Array.from(counts.frequencies, (having) => inverseFrequency(counts.memories, having));
    this.#lastSeen = new Uint32Array(stems.length);
    this.#meanTerms = counts.meanTerms;
    this.#vector = vector;
  }

  lexical({ stems, termCount }: KnownTurn): number {
    this.#turns += 1;
    let sum = 0;
    for (let i = 0; i < stems.length; i += 1) {
      const place = this.#places.get(stems[i] ?? -1);
      if (place === undefined || this.#lastSeen[place] === this.#turns) continue;
      this.#lastSeen[place] = this.#turns;
      sum += this.#weights[place] ?? 0;
    }
    return okapi(sum, termCount, this.#meanTerms);
  }

  cosine({ vector }: KnownTurn): number {
    if (!this.#vector || !vector) return 0;
    const { values, scale } = this.#vector;
    let product = 0;
    for (let i = 0; i < values.length; i += 1) product += (values[i] ?? 0) * (vector.values[i] ?? 0);
    return product * scale * vector.scale;
  }
}
