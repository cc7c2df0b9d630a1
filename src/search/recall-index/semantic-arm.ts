import type { Vector } from '../../platform/embedding/embedder.ts';
import type { Sifted } from '../../platform/simd/scan-job.ts';
import { callRows } from '../../platform/simd/scan-slot.ts';
import type { BestRows } from './best-rows.ts';
import type { RecallIndex } from './recall-index.ts';
import type { Searched } from './row-filter.ts';

/** Maximum rows that a thread scans per job for a larger index: on the event loop this would take a third of a millisecond. */
const sliceRows = 64 * callRows;
/** Rows of a larger index that are scanned first: the best of them set the threshold for the rest. */
const firstRows = 16 * callRows;

/** Rows of one call that pass a filter, and their scores: shared by all searches, since each fills and reads them synchronously. */
const some = { rows: new Uint32Array(callRows), scores: new Float64Array(callRows) };

/** Splits a range of rows into an even number of equal parts, so that two threads have the same load. */
function evenSlices(begin: number, end: number): { readonly first: number; readonly count: number }[] {
  const calls = Math.ceil((end - begin) / callRows);
  const parts = 2 * Math.ceil((end - begin) / (2 * sliceRows));
  const edge = (part: number) => Math.min(end, begin + Math.floor((part * calls) / parts) * callRows);
  return Array.from({ length: parts }, (_, part) => ({ first: edge(part), count: edge(part + 1) - edge(part) }));
}

/** Scores by the meaning of one query: exact cosines with the stored vectors. */
export class SemanticArm {
  readonly #question: Vector;

  constructor(question: Vector) {
    this.#question = question;
  }

  /** Offers all embedded rows of an index that may be among the best. For a large index it yields with `nextTurn`. */
  async find(searched: Searched, best: BestRows, nextTurn: () => Promise<void>): Promise<void> {
    const { rows, vectors } = searched.index;
    let first = 0;
    // Until the heap is full, every matching row qualifies; with a selective filter that is nearly the whole scan.
    for (; first < rows && best.threshold === Number.NEGATIVE_INFINITY; first += callRows) {
      if (first > 0 && first % sliceRows === 0) await nextTurn();
      this.#offerMatching(searched, first, Math.min(rows, first + callRows), best);
    }
    const here = rows <= sliceRows ? rows : firstRows;
    this.#ask(searched.index);
    for (; first < here; first += callRows)
      this.#offer(searched, vectors.sift(first, Math.min(callRows, rows - first), this.#least(best)), best);
    if (first < rows) await this.#findAside(searched, first, best);
  }

  /** Scans a large index from row `begin` on, on threads. */
  async #findAside(searched: Searched, begin: number, best: BestRows): Promise<void> {
    const { rows, vectors } = searched.index;
    const aside = { least: this.#least(best), scanned: rows };
    const slices = evenSlices(begin, rows).map(async ({ first, count }) => {
      this.#offer(searched, await vectors.siftAside(this.#question.values, first, count, aside), best);
    });
    await Promise.all(slices);
  }

  /** Offers the matching rows in a range, whatever their scores. */
  #offerMatching(searched: Searched, first: number, end: number, best: BestRows): void {
    const { source, index, matcher } = searched;
    const { rows, scores } = some;
    let count = 0;
    for (let row = first; row < end; row++)
      if (index.vectors.scale(row) !== 0 && matcher.matches(row)) rows[count++] = row;
    this.score(searched, rows.subarray(0, count), scores);
    for (let i = 0; i < count; i++) best.offer(source, rows[i] ?? 0, scores[i] ?? 0);
  }

  /** Minimum scaled product with the query's integer values. */
  #least({ threshold }: BestRows): number {
    return threshold / this.#question.scale;
  }

  #offer({ source, index: { vectors }, matcher }: Searched, { count, pairs }: Sifted, best: BestRows): void {
    const { scale } = this.#question;
    for (let i = 0; i < count; i++) {
      const row = pairs[2 * i] ?? 0;
      const rowScale = vectors.scale(row);
      const score = (pairs[2 * i + 1] ?? 0) * rowScale * scale;
      if (score >= best.threshold && rowScale !== 0 && matcher.matches(row)) best.offer(source, row, score);
    }
  }

  /** Writes the cosines of these rows, in order; 0 for one that is not embedded. */
  score({ index }: Searched, rows: Uint32Array, scores: Float64Array): void {
    this.#ask(index);
    for (let first = 0; first < rows.length; first += callRows) {
      const block = rows.subarray(first, first + callRows);
      const products = index.vectors.productsOf(block);
      for (let i = 0; i < block.length; i++) {
        scores[first + i] = (products[i] ?? 0) * index.vectors.scale(block[i] ?? 0) * this.#question.scale;
      }
    }
  }

  /** Must precede each use of an index: another search may have set its query meanwhile. */
  #ask({ vectors }: RecallIndex): void {
    vectors.ask(this.#question.values);
  }
}
