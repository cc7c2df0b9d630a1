import type { Vector } from '../../platform/embedding/embedder.ts';
import { blockRows } from '../../platform/simd/scan-slot.ts';
import type { BestRows } from './best-rows.ts';
import type { RecallIndex } from './recall-index.ts';
import type { RowMatcher } from './row-filter.ts';

/** Of a larger index, threads scan so many rows at a time: on the event loop that would take most of a millisecond. */
const sliceRows = 32 * blockRows;

/** An index among those that are searched, and which of its rows may be found. */
export interface Searched {
  /** Its place among them. */
  readonly source: number;
  readonly index: RecallIndex;
  readonly matcher: RowMatcher;
}

/** Scores the meaning of one question: exact cosines of the stored vectors. */
export class SemanticArm {
  readonly #question: Vector;

  constructor(question: Vector) {
    this.#question = question;
  }

  /** Offers all rows of an index that are embedded. */
  async find(searched: Searched, best: BestRows): Promise<void> {
    const { rows, vectors } = searched.index;
    if (rows <= sliceRows) return this.#findHere(searched, best);
    const slices = Array.from({ length: Math.ceil(rows / sliceRows) }, async (_, slice) => {
      const first = slice * sliceRows;
      const count = Math.min(sliceRows, rows - first);
      const products = await vectors.productsAside(this.#question.values, first, count);
      this.#offer(searched, { first, count, products }, best);
    });
    await Promise.all(slices);
  }

  #findHere(searched: Searched, best: BestRows): void {
    const { rows, vectors } = searched.index;
    this.#ask(searched.index);
    for (let first = 0; first < rows; first += blockRows) {
      const count = Math.min(blockRows, rows - first);
      this.#offer(searched, { first, count, products: vectors.products(first, count) }, best);
    }
  }

  #offer({ source, index, matcher }: Searched, { first, count, products }: Products, best: BestRows): void {
    const { scale } = this.#question;
    const scales = index.columns.scales.values;
    let { threshold } = best;
    for (let i = 0; i < count; i++) {
      const rowScale = scales[first + i] ?? 0;
      const score = (products[i] ?? 0) * rowScale * scale;
      if (score < threshold || rowScale === 0 || !matcher.matches(first + i)) continue;
      best.offer(source, first + i, score);
      threshold = best.threshold;
    }
  }

  /** Writes the cosines of some rows, in their order; 0 where one is not embedded. */
  score(index: RecallIndex, rows: Uint32Array, scores: Float64Array): void {
    const scales = index.columns.scales.values;
    this.#ask(index);
    for (let first = 0; first < rows.length; first += blockRows) {
      const block = rows.subarray(first, first + blockRows);
      const products = index.vectors.productsOf(block);
      for (let i = 0; i < block.length; i++) {
        scores[first + i] = (products[i] ?? 0) * (scales[block[i] ?? 0] ?? 0) * this.#question.scale;
      }
    }
  }

  /** Each index has to be asked anew: another search may have asked it meanwhile. */
  #ask({ vectors }: RecallIndex): void {
    vectors.ask(this.#question.values);
  }
}

/** Products of the question with `count` rows from `first` on. */
interface Products {
  readonly first: number;
  readonly count: number;
  readonly products: Int32Array;
}
