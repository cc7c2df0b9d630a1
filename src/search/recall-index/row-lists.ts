import { bytesOf, type Column, NaturalColumn, type Naturals } from './column.ts';

/** A list of numbers for each row, or for other things numbered from 0; appended in order. */
export class RowLists<A extends { subarray(begin: number, end: number): A } & Naturals> {
  readonly #numbers: Column<A>;
  /** End of the list of each row, which is the start of the next one. */
  readonly #ends = new NaturalColumn();
  #rows = 0;

  constructor(numbers: Column<A>) {
    this.#numbers = numbers;
  }

  get bytes(): number {
    return bytesOf([this.#numbers, this.#ends]);
  }

  reserve(rows: number): void {
    this.#ends.reserve(rows);
  }

  append(list: ArrayLike<number>): void {
    const start = this.endOf(this.#rows - 1);
    this.#numbers.grow(start + list.length);
    for (let i = 0; i < list.length; i++) this.#numbers.set(start + i, list[i] ?? 0);
    this.#ends.grow(this.#rows + 1);
    this.#ends.set(this.#rows, start + list.length);
    this.#rows += 1;
  }

  /** The list of a row, as a view. */
  of(row: number): A {
    return this.numbers.subarray(this.endOf(row - 1), this.endOf(row));
  }

  /** All lists, concatenated: that of a row ends at `endOf(row)`. Appending may replace the array. */
  get numbers(): A {
    return this.#numbers.values;
  }

  /** End of a row's list and start of the next one; 0 for row -1. */
  endOf(row: number): number {
    return row < 0 ? 0 : (this.#ends.values[row] ?? 0);
  }
}
