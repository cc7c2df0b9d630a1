import { inverseFrequency, okapi } from '../okapi.ts';
import type { Scope } from '../ranking/engine-port.ts';
import type { Accumulator } from './accumulator.ts';
import type { BestRows } from './best-rows.ts';
import type { Naturals } from './column.ts';
import type { RecallIndex } from './recall-index.ts';
import type { Searched } from './row-filter.ts';
import type { StemTexts } from './stem-texts.ts';

/** Scores the terms of one query in one scope: exact BM25 with the current statistics of the scope's memories. */
export class LexicalArm {
  readonly #terms: readonly string[];
  readonly #weights: Float64Array;
  /** By index, the numbers of the terms in it; negative if it does not contain one. */
  readonly #numbers: readonly Int32Array[];
  readonly #meanTerms: number;
  readonly #accumulator: Accumulator;
  /** 1 for each term that a row contains. */
  readonly #present: Uint8Array;

  constructor(
    indexes: readonly RecallIndex[],
    terms: readonly string[],
    { memories, meanTerms }: Pick<Scope, 'memories' | 'meanTerms'>,
    accumulator: Accumulator,
  ) {
    this.#terms = terms;
    this.#numbers = indexes.map(({ lexicon }) => Int32Array.from(terms, (term) => lexicon.numberOf(term)));
    const having = (term: number) =>
      indexes.reduce(
        (sum, { lexicon }, source) => sum + lexicon.memoriesWithTerm(this.#numbers[source]?.[term] ?? -1),
        0,
      );
    this.#weights = Float64Array.from(terms, (_, term) => inverseFrequency(memories, having(term)));
    this.#meanTerms = meanTerms;
    this.#accumulator = accumulator;
    this.#present = new Uint8Array(terms.length);
  }

  /** Offers the rows of an index that contain any of the terms. Leaves their sums in the accumulator. */
  find({ source, index, matcher }: Searched, best: BestRows): void {
    const numbers = this.#numbers[source];
    if (!numbers) return;
    const accumulator = this.#accumulator;
    accumulator.begin(numbers, index.rows);
    for (const [term, weight] of this.#weights.entries()) {
      index.lexicon.visitRows(numbers[term] ?? -1, (rows, start, end) => {
        accumulator.add(weight, rows, start, end);
      });
    }
    const { touched, sums, count } = accumulator;
    for (let i = 0; i < count; i++) {
      const row = touched[i] ?? 0;
      const sum = sums[row] ?? 0;
      if (sum * highestFactor < best.threshold) continue;
      const score = this.#score(index, row, sum);
      if (score >= best.threshold && matcher.matches(row)) best.offer(source, row, score);
    }
  }

  /**
   * Writes the scores of these rows, in order; 0 for a row without any of the terms. Reuses the accumulator's sums if they are
   * still this arm's.
   */
  score({ source, index }: Searched, rows: Uint32Array, scores: Float64Array): void {
    const numbers = this.#numbers[source];
    if (!numbers) return;
    if (this.#accumulator.isOf(numbers, index.rows)) {
      const { sums } = this.#accumulator;
      for (let i = 0; i < rows.length; i++) scores[i] = this.#score(index, rows[i] ?? 0, sums[rows[i] ?? 0] ?? 0);
      return;
    }
    const places = index.lexicon.placesOf(numbers);
    const { stemLists } = index;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      const sum = this.#sumOf(stemLists.numbers, stemLists.endOf(row - 1), stemLists.endOf(row), places.values);
      scores[i] = this.#score(index, row, sum);
    }
    places.forget();
  }

  /** Returns a function that scores texts which the statistics do not count; their stems have the numbers of `texts`. */
  scorerOf(texts: StemTexts): (stems: Naturals, termCount: number) => number {
    const places = new Uint16Array(texts.size);
    for (const [term, text] of this.#terms.entries()) {
      const number = texts.numberOf(text);
      if (number >= 0) places[number] = term + 1;
    }
    return (stems, termCount) => okapi(this.#sumOf(stems, 0, stems.length, places), termCount, this.#meanTerms);
  }

  /** Sums up the weights of a part of `stems`. `places`: index of each stem's term plus 1; 0 for stems that are not queried. */
  #sumOf(stems: Naturals, start: number, end: number, places: Uint16Array): number {
    const present = this.#present.fill(0);
    let any = false;
    for (let i = start; i < end; i++) {
      const place = places[stems[i] ?? 0] ?? 0;
      if (place === 0) continue;
      present[place - 1] = 1;
      any = true;
    }
    if (!any) return 0;
    // In the order of the terms, like `find` and the SQL engine, so that the sum is equal to the last bit.
    let sum = 0;
    for (let term = 0; term < present.length; term++) if (present[term] === 1) sum += this.#weights[term] ?? 0;
    return sum;
  }

  #score(index: RecallIndex, row: number, sum: number): number {
    return sum === 0 ? 0 : okapi(sum, index.columns.termCounts.values[row] ?? 0, this.#meanTerms);
  }
}

/** Upper bound of rounding errors, with a margin. */
const rounding = 1e-6;
/** Upper bound of the factor that the text's length applies to a sum. */
const highestFactor = okapi(1, 0, 1) * (1 + rounding);
