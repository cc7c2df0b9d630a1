import { inverseFrequency, okapi } from '../okapi.ts';
import type { Accumulator } from './accumulator.ts';
import type { BestRows } from './best-rows.ts';
import type { RecallIndex } from './recall-index.ts';
import type { RowMatcher } from './row-filter.ts';

/** Scores the words of one question in one scope: exact BM25 with the statistics of the scope's memories as they are now. */
export class LexicalArm {
  readonly #weights: Float64Array;
  readonly #numbers: ReadonlyMap<RecallIndex, Int32Array>;
  readonly #meanTerms: number;
  /** 1 for each term that a row has. */
  readonly #present: Uint8Array;

  constructor(
    indexes: readonly RecallIndex[],
    terms: readonly string[],
    { memories, meanTerms }: { readonly memories: number; readonly meanTerms: number },
  ) {
    this.#numbers = new Map(
      indexes.map((index) => [index, Int32Array.from(terms, (term) => index.lexicon.numberOf(term))]),
    );
    const having = (term: number) =>
      indexes.reduce((sum, index) => sum + index.lexicon.memoriesWithTerm(this.#number(index, term)), 0);
    this.#weights = Float64Array.from(terms, (_, term) => inverseFrequency(memories, having(term)));
    this.#meanTerms = meanTerms;
    this.#present = new Uint8Array(terms.length);
  }

  /** Offers the rows of an index that have any of the words. */
  find(index: RecallIndex, matcher: RowMatcher, accumulator: Accumulator, best: BestRows): void {
    accumulator.reserve(index.rows);
    for (const [term, weight] of this.#weights.entries()) {
      index.lexicon.visitRows(this.#number(index, term), (words, start, end) => {
        accumulator.add(weight, words, start, end);
      });
    }
    const { rows, sums, count } = accumulator;
    for (let i = 0; i < count; i++) {
      const row = rows[i] ?? 0;
      const sum = sums[row] ?? 0;
      if (sum * highestFactor < best.threshold) continue;
      const score = this.#score(index, row, sum);
      if (score >= best.threshold && matcher.matches(row)) best.offer(index, row, score);
    }
    accumulator.clear();
  }

  /** The scores of some rows, in their order; 0 where one has none of the words. */
  scoresOf(index: RecallIndex, rows: Uint32Array): Float64Array {
    const scores = new Float64Array(rows.length);
    const places = index.lexicon.placesOf(this.#numbers.get(index) ?? none);
    for (let i = 0; i < rows.length; i++) scores[i] = this.#scoreOf(index, rows[i] ?? 0, places.values);
    places.forget();
    return scores;
  }

  /** `places` has the term of each stem, plus 1; 0 for those that are not asked for. */
  #scoreOf(index: RecallIndex, row: number, places: Uint16Array): number {
    const present = this.#present.fill(0);
    const { stemLists } = index;
    const stems = stemLists.numbers;
    const end = stemLists.endOf(row);
    let any = false;
    for (let i = stemLists.endOf(row - 1); i < end; i++) {
      const place = places[stems[i] ?? 0] ?? 0;
      if (place === 0) continue;
      present[place - 1] = 1;
      any = true;
    }
    if (!any) return 0;
    // In the order of the terms, as `find` and the SQL engine add them: the same sum, to the last bit.
    let sum = 0;
    for (let term = 0; term < present.length; term++) if (present[term] === 1) sum += this.#weights[term] ?? 0;
    return this.#score(index, row, sum);
  }

  #score(index: RecallIndex, row: number, sum: number): number {
    return okapi(sum, index.columns.termCounts.values[row] ?? 0, this.#meanTerms);
  }

  #number(index: RecallIndex, term: number): number {
    return this.#numbers.get(index)?.[term] ?? -1;
  }
}

const none = new Int32Array();

/** What rounding may add at most, and more. */
const rounding = 1e-6;
/** No length makes more of a sum than this. */
const highestFactor = okapi(1, 0, 1) * (1 + rounding);
