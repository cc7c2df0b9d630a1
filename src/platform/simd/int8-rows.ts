import type { DotScan } from './dot-scan.ts';
import { rowsAt, ScanSlot, strideOf } from './scan-slot.ts';

const pageBytes = 65_536;
/** All that 32-bit addresses reach: 4 GiB. */
const maxPages = 65_536;

/**
 * Rows of signed 8-bit values, −127 to 127, and their exact dot products with a question. The memory is shared, so that
 * threads can scan it; it grows in place and never shrinks. It holds the slots of those who scan, then the rows.
 */
export class Int8Rows {
  readonly dimensions: number;
  readonly #scan: DotScan;
  readonly #stride: number;
  readonly #memory: WebAssembly.Memory;
  readonly #slot: ScanSlot;
  readonly #firstRow: number;
  #values: Int8Array;

  constructor(scan: DotScan, dimensions: number) {
    this.dimensions = dimensions;
    this.#scan = scan;
    this.#stride = strideOf(dimensions);
    this.#firstRow = rowsAt(this.#stride);
    const initial = Math.ceil(this.#firstRow / pageBytes);
    this.#memory = new WebAssembly.Memory({ initial, maximum: maxPages, shared: true });
    this.#slot = new ScanSlot(scan.module, this.#memory, this.#stride, 0);
    this.#values = new Int8Array(this.#memory.buffer);
  }

  /** Of the memory, room for rows to come included. */
  get bytes(): number {
    return this.#values.length;
  }

  /** Makes room for so many rows. Throws a RangeError where 4 GiB do not hold them. */
  reserve(rows: number): void {
    const missing = this.#firstRow + rows * this.#stride - this.#values.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / pageBytes));
    this.#values = new Int8Array(this.#memory.buffer);
  }

  /** Writes a row for which there is room. One that was never written is zero. */
  set(row: number, values: Int8Array): void {
    this.#refuseOtherLength(values);
    this.#values.set(values, this.#firstRow + row * this.#stride);
  }

  get(row: number): Int8Array {
    const start = this.#firstRow + row * this.#stride;
    return this.#values.subarray(start, start + this.dimensions);
  }

  /** What the next `products` and `productsOf` are made with. */
  ask(question: Int8Array): void {
    this.#refuseOtherLength(question);
    this.#slot.ask(question);
  }

  /** Products of the question with `rows` rows from `first` on, at most `blockRows`. The next call overwrites them. */
  products(first: number, rows: number): Int32Array {
    return this.#slot.products(first, rows);
  }

  /** Products of the question with some rows, in their order, at most `blockRows`. The next call overwrites them. */
  productsOf(rows: ArrayLike<number>): Int32Array {
    return this.#slot.productsOf(rows);
  }

  /** Products of a question with `rows` rows from `first` on, made by a thread; what is asked here meanwhile is no matter. */
  productsAside(question: Int8Array, first: number, rows: number): Promise<Int32Array> {
    this.#refuseOtherLength(question);
    return this.#scan.products({ memory: this.#memory, stride: this.#stride, question, first, rows });
  }

  #refuseOtherLength({ length }: Int8Array): void {
    if (length !== this.dimensions) throw new RangeError(`A vector of ${length} dimensions among ${this.dimensions}`);
  }
}
