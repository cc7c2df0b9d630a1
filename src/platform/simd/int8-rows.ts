import { dotScanBinary } from './dot-scan.binary.ts';

const pageBytes = 65_536;
/** All that 32-bit addresses reach: 4 GiB. */
const maxPages = 65_536;
/** How many products one call of the kernel leaves behind: they stay in the first-level cache. */
export const blockRows = 2_048;
/** The kernel takes 16 dimensions a step. */
const lane = 16;

interface DotScan {
  scan(row: number, dimensions: number, rows: number, question: number, product: number): void;
  pick(row: number, dimensions: number, count: number, question: number, list: number): void;
}

/** The compiled kernel, from which each `Int8Rows` makes an instance of its own. */
export const compileDotScan = (): WebAssembly.Module => new WebAssembly.Module(Buffer.from(dotScanBinary, 'base64'));

/**
 * Rows of signed 8-bit values, −127 to 127, and their exact dot products with a question. The memory is shared, so that
 * threads can scan it; it grows in place and never shrinks. It holds the question, a block of products, then the rows.
 */
export class Int8Rows {
  readonly dimensions: number;
  /** Bytes of a row: the dimensions, filled up with zeros to a multiple of 16. */
  readonly #stride: number;
  readonly #memory: WebAssembly.Memory;
  readonly #kernel: DotScan;
  readonly #question: Int16Array;
  readonly #products: Int32Array;
  readonly #firstRow: number;
  #values: Int8Array;

  constructor(module: WebAssembly.Module, dimensions: number) {
    this.dimensions = dimensions;
    this.#stride = Math.ceil(dimensions / lane) * lane;
    const productsAt = this.#stride * Int16Array.BYTES_PER_ELEMENT;
    this.#firstRow = productsAt + blockRows * Int32Array.BYTES_PER_ELEMENT;
    const initial = Math.ceil(this.#firstRow / pageBytes);
    this.#memory = new WebAssembly.Memory({ initial, maximum: maxPages, shared: true });
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory } });
    this.#kernel = exports as unknown as DotScan;
    this.#question = new Int16Array(this.#memory.buffer, 0, this.#stride);
    this.#products = new Int32Array(this.#memory.buffer, productsAt, blockRows);
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

  /** What the next products are made with. */
  ask(question: Int8Array): void {
    this.#refuseOtherLength(question);
    this.#question.set(question);
  }

  /** Products of the question with `rows` rows from `first` on, at most `blockRows`. The next call overwrites them. */
  products(first: number, rows: number): Int32Array {
    if (rows > blockRows) throw new RangeError(`${rows} rows are more than a block of ${blockRows}`);
    const start = this.#firstRow + first * this.#stride;
    this.#kernel.scan(start, this.#stride, rows, this.#question.byteOffset, this.#products.byteOffset);
    return this.#products;
  }

  /** Products of the question with some rows, in their order, at most `blockRows`. The next call overwrites them. */
  productsOf(rows: ArrayLike<number>): Int32Array {
    const { length } = rows;
    if (length > blockRows) throw new RangeError(`${length} rows are more than a block of ${blockRows}`);
    for (let i = 0; i < length; i++) this.#products[i] = rows[i] ?? 0;
    this.#kernel.pick(this.#firstRow, this.#stride, length, this.#question.byteOffset, this.#products.byteOffset);
    return this.#products;
  }

  #refuseOtherLength({ length }: Int8Array): void {
    if (length !== this.dimensions) throw new RangeError(`A vector of ${length} dimensions among ${this.dimensions}`);
  }
}
