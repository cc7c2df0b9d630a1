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
    this.ask(index);
    let { threshold } = best;
    for (let first = start; first < end; first += blockRows) {
      const count = Math.min(blockRows, end - first);
      const products = index.vectors.products(first, count);
      for (let i = 0; i < count; i++) {
        const rowScale = scales[first + i] ?? 0;
        const score = (products[i] ?? 0) * rowScale * scale;
        if (score < threshold || rowScale === 0 || !matcher.matches(first + i)) continue;
        best.offer({ index, row: first + i, score });
        threshold = best.threshold;
      }
    }
  }

  /** Gives the question to an index: `scoreOf` is about that one until another is asked. */
  ask({ vectors }: RecallIndex): void {
    vectors.ask(this.#question.values);
  }

  /** The cosine of a row; 0 where it is not embedded. */
  scoreOf({ vectors, columns }: RecallIndex, row: number): number {
    return vectors.product(row) * (columns.scales.values[row] ?? 0) * this.#question.scale;
  }
}
