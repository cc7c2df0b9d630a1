import { Column, type Naturals } from './column.ts';

/**
 * Sums scores by row and keeps track of the rows that have one. Reused by all searches, one after another; the sums belong to the
 * holder that began last.
 */
export class Accumulator {
  readonly #sums = new Column(Float64Array);
  readonly #touched = new Column(Uint32Array);
  #count = 0;
  #holder: unknown = null;
  #rows = 0;

  /** Clears the sums for a new holder, with row numbers below `rows`. */
  begin(holder: unknown, rows: number): void {
    const { sums, touched } = this;
    for (let i = 0; i < this.#count; i++) sums[touched[i] ?? 0] = 0;
    this.#count = 0;
    this.#holder = holder;
    this.#rows = rows;
    this.#sums.grow(rows);
    this.#touched.grow(rows);
  }

  /** Whether the sums still belong to this holder and number of rows. */
  isOf(holder: unknown, rows: number): boolean {
    return this.#holder === holder && this.#rows === rows;
  }

  /** Adds a weight above 0 to each of the rows in `words` from `start` to `end`. */
  add(weight: number, words: Naturals, start: number, end: number): void {
    const sums = this.#sums.values;
    const touched = this.#touched.values;
    let count = this.#count;
    for (let i = start; i < end; i++) {
      const row = words[i] ?? 0;
      const sum = sums[row] ?? 0;
      if (sum === 0) touched[count++] = row;
      sums[row] = sum + weight;
    }
    this.#count = count;
  }

  /** Number of rows with a sum. */
  get count(): number {
    return this.#count;
  }

  /** The rows with a sum are the first `count`. */
  get touched(): Uint32Array {
    return this.#touched.values;
  }

  /** Sums by row. */
  get sums(): Float64Array {
    return this.#sums.values;
  }
}
