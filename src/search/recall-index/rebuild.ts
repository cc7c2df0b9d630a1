import type { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { RecallIndex } from './recall-index.ts';

/**
 * Copies an index without the rows that are gone, some rows at a time, so that nothing else has to wait for long. The
 * source goes on answering and being written to. The copy stands at the event that the source stood at in the beginning: a row
 * that was written since may be there, too, since it may have replaced one that was not copied yet, and what was removed since
 * may be there still.
 */
export class Rebuild {
  readonly target: RecallIndex;
  readonly #source: RecallIndex;
  #next = 0;

  /** `vectors` is empty: the target's own. */
  constructor(source: RecallIndex, vectors: Int8Rows) {
    this.#source = source;
    this.target = new RecallIndex(vectors, source.seq);
    this.target.reserve(source.memories);
  }

  /** Copies what is present of the next rows. False when there are no more. */
  step(rows: number): boolean {
    const end = Math.min(this.#source.rows, this.#next + rows);
    for (; this.#next < end; this.#next++) {
      if (this.#source.columns.isPresent(this.#next)) this.target.add(this.#source.memory(this.#next));
    }
    return this.#next < this.#source.rows;
  }
}
