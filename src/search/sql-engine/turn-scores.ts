import { cosine } from '../../platform/embedding/cosine.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { Numbers } from '../numbers.ts';
import { inverseFrequency, okapi } from '../okapi.ts';
import type { Turn } from '../ranking/turn-columns.ts';
import type { ComparedQuestion, ComparedTurn } from './compared-turns.store.ts';
import type { KnownTurn } from './known-turns.ts';
import type { TermCounts } from './rarest-stems.ts';

interface ScoresAsked {
  /** The question's stems, each once. */
  readonly stems: readonly string[];
  readonly counts: TermCounts;
  readonly vector: Vector | null;
  /** The numbering of the turns' stems. */
  readonly numbers: Numbers<string>;
}

type ComparedParts = Pick<ComparedTurn, 'weight' | 'termCount' | 'product' | 'scale'>;

export type Scores = Pick<Turn, 'lexical' | 'cosine'>;

/** Scores turns for one question by the formulas of the arms. */
export class TurnScores {
  /** What the database compares turns with. */
  readonly comparing: ComparedQuestion;
  readonly #stems: readonly number[];
  readonly #weights: Float64Array;
  readonly #meanTerms: number;
  readonly #vector: Vector | null;

  constructor({ stems, counts, vector, numbers }: ScoresAsked) {
    this.#stems = stems.map((stem) => numbers.of(stem));
    this.#weights = Float64Array.from(counts.frequencies, (having) => inverseFrequency(counts.memories, having));
    this.#meanTerms = counts.meanTerms;
    this.#vector = vector;
    this.comparing = { stems, weights: this.#weights, vector };
  }

  of(turn: KnownTurn): Scores {
    return { lexical: this.#lexical(turn), cosine: cosine(this.#vector, turn.vector) };
  }

  /** Scores a turn by the database's comparison. */
  ofCompared({ weight, termCount, product, scale }: ComparedParts): Scores {
    const cosine = (product ?? 0) * (this.#vector?.scale ?? 0) * (scale ?? 0);
    return { lexical: okapi(weight, termCount, this.#meanTerms), cosine };
  }

  #lexical({ stems, termCount }: KnownTurn): number {
    let sum = 0;
    for (let place = 0; place < this.#stems.length; place += 1) {
      if (has(stems, this.#stems[place] ?? 0)) sum += this.#weights[place] ?? 0;
    }
    return okapi(sum, termCount, this.#meanTerms);
  }
}

/** For the few numbers of a turn, this loop is faster than the array's own `includes`. */
function has(numbers: Uint32Array, wanted: number): boolean {
  for (let place = 0; place < numbers.length; place += 1) if (numbers[place] === wanted) return true;
  return false;
}
