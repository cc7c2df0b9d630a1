import { setImmediate } from 'node:timers/promises';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { blockRows } from '../../platform/simd/int8-rows.ts';
import type { BestRows } from './best-rows.ts';
import type { RecallIndex } from './recall-index.ts';
import type { RowMatcher } from './row-filter.ts';

/** Rows that are scanned at once: some milliseconds at most. */
const sliceRows = 64 * blockRows;

/** Scores the meaning of one question: exact cosines of the stored vectors. */
export class SemanticArm {
  readonly #question: Vector;

  constructor(question: Vector) {
    this.#question = question;
  }

  /** Offers all rows of an index that are embedded. Others get their turn after each slice of a large index. */
  async find(index: RecallIndex, matcher: RowMatcher, best: BestRows): Promise<void> {
    for (let first = 0; first < index.rows; first += sliceRows) {
      if (first > 0) await setImmediate();
      this.#findIn(index, first, Math.min(index.rows, first + sliceRows), matcher, best);
    }
  }

  #findIn(index: RecallIndex, start: number, end: number, matcher: RowMatcher, best: BestRows): void {
    const { scale } = this.#question;
    const scales = index.columns.scales.values;
    this.#ask(index);
    let { threshold } = best;
    for (let first = start; first < end; first += blockRows) {
      const count = Math.min(blockRows, end - first);
      const products = index.vectors.products(first, count);
      for (let i = 0; i < count; i++) {
        const rowScale = scales[first + i] ?? 0;
        const score = (products[i] ?? 0) * rowScale * scale;
        if (score < threshold || rowScale === 0 || !matcher.matches(first + i)) continue;
        best.offer(index, first + i, score);
        threshold = best.threshold;
      }
    }
  }

  /** The cosines of some rows, in their order; 0 where one is not embedded. */
  scoresOf(index: RecallIndex, rows: Uint32Array): Float64Array {
    const scores = new Float64Array(rows.length);
    const scales = index.columns.scales.values;
    this.#ask(index);
    for (let first = 0; first < rows.length; first += blockRows) {
      const block = rows.subarray(first, first + blockRows);
      const products = index.vectors.productsOf(block);
      for (let i = 0; i < block.length; i++) {
        scores[first + i] = (products[i] ?? 0) * (scales[block[i] ?? 0] ?? 0) * this.#question.scale;
      }
    }
    return scores;
  }

  /** Each index has to be asked anew: another search may have asked it meanwhile. */
  #ask({ vectors }: RecallIndex): void {
    vectors.ask(this.#question.values);
  }
}
