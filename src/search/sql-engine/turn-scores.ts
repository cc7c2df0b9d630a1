import { LexemesAsked } from '../../platform/db/tsvector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { inverseFrequency, okapi } from '../okapi.ts';
import type { Turn } from '../ranking/turn-columns.ts';
import type { ComparedTurn, Comparison } from './compared-turns.store.ts';
import type { KnownTurn } from './known-turns.ts';
import type { TermCounts } from './rarest-stems.ts';

export interface ScoresAsked {
  /** The question's stems, each once. */
  readonly stems: readonly string[];
  readonly counts: TermCounts;
  readonly vector: Vector | null;
}

type ComparedParts = Pick<ComparedTurn, 'weight' | 'termCount' | 'product' | 'scale'>;

export type Scores = Pick<Turn, 'lexical' | 'cosine'>;

/** Scores turns for one question by the formulas of the arms. */
export class TurnScores {
  /** What turns are compared with where the database does it. */
  readonly comparing: Comparison;
  readonly #stems: LexemesAsked;
  readonly #weights: Float64Array;
  readonly #meanTerms: number;
  readonly #vector: Vector | null;
  #sum = 0;

  constructor({ stems, counts, vector }: ScoresAsked) {
    this.#stems = new LexemesAsked(stems);
    this.#weights = Float64Array.from(counts.frequencies, (having) => inverseFrequency(counts.memories, having));
    this.#meanTerms = counts.meanTerms;
    this.#vector = vector;
    this.comparing = { stems, weights: this.#weights, vector };
  }

  of(turn: KnownTurn): Scores {
    return { lexical: this.#lexical(turn), cosine: this.#cosine(turn) };
  }

  /** From what the database compared. */
  ofCompared({ weight, termCount, product, scale }: ComparedParts): Scores {
    const cosine = (product ?? 0) * (this.#vector?.scale ?? 0) * (scale ?? 0);
    return { lexical: okapi(weight, termCount, this.#meanTerms), cosine };
  }

  #lexical({ terms, termCount }: KnownTurn): number {
    this.#sum = 0;
    this.#stems.findIn(terms, this.#add);
    return okapi(this.#sum, termCount, this.#meanTerms);
  }

  readonly #add = (place: number): void => {
    this.#sum += this.#weights[place] ?? 0;
  };

  #cosine({ vector }: KnownTurn): number {
    if (!this.#vector || !vector) return 0;
    const { values, scale } = this.#vector;
    let product = 0;
    for (let i = 0; i < values.length; i += 1) product += (values[i] ?? 0) * (vector.values[i] ?? 0);
    return product * scale * vector.scale;
  }
}
