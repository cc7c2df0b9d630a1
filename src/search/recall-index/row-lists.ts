import { bytesOf, Column } from './column.ts';

/** A list of 16-bit numbers for each row, in the order of the rows. */
export class RowLists {
  readonly #numbers = new Column((length) => new Uint16Array(length));
  /** Where the list of a row ends, which is where the next one begins. */
  readonly #ends = new Column((length) => new Uint32Array(length));
  #rows = 0;

  get bytes(): number {
    return bytesOf([this.#numbers, this.#ends]);
  }

  reserve(rows: number): void {
    this.#ends.reserve(rows);
  }

  append(list: ArrayLike<number>): void {
    const start = this.#endOf(this.#rows - 1);
    this.#numbers.grow(start + list.length);
    const numbers = this.#numbers.values;
    for (let i = 0; i < list.length; i++) numbers[start + i] = list[i] ?? 0;
    this.#ends.grow(this.#rows + 1);
    this.#ends.values[this.#rows] = start + list.length;
    this.#rows += 1;
  }

  /** A view: it is right as long as nothing is appended. */
  get(row: number): Uint16Array {
    return this.#numbers.values.subarray(this.#endOf(row - 1), this.#endOf(row));
  }

  #endOf(row: number): number {
    return row < 0 ? 0 : (this.#ends.values[row] ?? 0);
  }
}
