import type { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { RecallIndex } from './recall-index.ts';
import type { RecallChanges } from './recall-row.ts';

/**
 * Copies an index without the rows that are gone, some rows at a time, so that nothing else has to wait for long. The
 * source goes on answering; changes to it that come meanwhile are noted and follow at the end.
 */
export class Rebuild {
  readonly target: RecallIndex;
  readonly #source: RecallIndex;
  readonly #rows: number;
  readonly #later: RecallChanges[] = [];
  #next = 0;

  /** `vectors` is empty: the target's own. */
  constructor(source: RecallIndex, vectors: Int8Rows) {
    this.#source = source;
    this.target = new RecallIndex(vectors, source.seq);
    this.#rows = source.rows;
    this.target.reserve(source.memories);
  }

  /** Copies what is present of the next rows. False when there are no more: the target is then as new as the source. */
  step(rows: number): boolean {
    const end = Math.min(this.#rows, this.#next + rows);
    for (; this.#next < end; this.#next++) {
      if (this.#source.columns.isPresent(this.#next)) this.target.add(this.#source.memory(this.#next));
    }
    if (this.#next < this.#rows) return true;
    for (const changes of this.#later.splice(0)) this.target.apply(changes);
    return false;
  }

  /** Notes what was applied to the source. */
  note(changes: RecallChanges): void {
    this.#later.push(changes);
  }
}
