/** The kernel takes 32 dimensions a step. */
const lane = 32;
/** How many products one call of the kernel leaves behind: they stay in the first-level cache. */
export const blockRows = 2_048;
/** The same in a thread: smaller, since each memory has room for all threads. */
const threadBlockRows = 512;
/** So many threads may scan one memory side by side. */
export const mostThreads = 3;

interface Kernel {
  scan(row: number, dimensions: number, rows: number, question: number, product: number): void;
  pick(row: number, dimensions: number, count: number, question: number, list: number): void;
}

/** Bytes of a row of so many dimensions, which are filled up with zeros to what the kernel takes. */
export const strideOf = (dimensions: number): number => Math.ceil(dimensions / lane) * lane;

const rowsOf = (slot: number): number => (slot === 0 ? blockRows : threadBlockRows);

const bytesOf = (slot: number, stride: number): number =>
  stride * Int16Array.BYTES_PER_ELEMENT + rowsOf(slot) * Int32Array.BYTES_PER_ELEMENT;

/** Where a slot begins in a memory of rows of so many bytes; the rows follow the last one. */
function slotAt(slot: number, stride: number): number {
  let at = 0;
  for (let before = 0; before < slot; before++) at += bytesOf(before, stride);
  return at;
}

/** Where the first row begins. */
export const rowsAt = (stride: number): number => slotAt(mostThreads + 1, stride);

/**
 * A question and a block of its products in a memory of rows, and the kernel that makes them. Slot 0 is the event loop's, each
 * thread has one of its own.
 */
export class ScanSlot {
  /** Rows that one call takes at most. */
  readonly rows: number;
  readonly #stride: number;
  readonly #firstRow: number;
  readonly #kernel: Kernel;
  readonly #question: Int16Array;
  readonly #products: Int32Array;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, stride: number, slot: number) {
    this.rows = rowsOf(slot);
    this.#stride = stride;
    this.#firstRow = rowsAt(stride);
    const { exports } = new WebAssembly.Instance(module, { host: { memory } });
    this.#kernel = exports as unknown as Kernel;
    const at = slotAt(slot, stride);
    this.#question = new Int16Array(memory.buffer, at, stride);
    this.#products = new Int32Array(memory.buffer, at + this.#question.byteLength, this.rows);
  }

  /** What the next products are made with. */
  ask(question: Int8Array): void {
    this.#question.set(question);
  }

  /** Products of the question with `rows` rows from `first` on. The next call overwrites them. */
  products(first: number, rows: number): Int32Array {
    this.#refuseMore(rows);
    const start = this.#firstRow + first * this.#stride;
    this.#kernel.scan(start, this.#stride, rows, this.#question.byteOffset, this.#products.byteOffset);
    return this.#products;
  }

  /** Products of the question with some rows, in their order. The next call overwrites them. */
  productsOf(rows: ArrayLike<number>): Int32Array {
    const { length } = rows;
    this.#refuseMore(length);
    for (let i = 0; i < length; i++) this.#products[i] = rows[i] ?? 0;
    this.#kernel.pick(this.#firstRow, this.#stride, length, this.#question.byteOffset, this.#products.byteOffset);
    return this.#products;
  }

  #refuseMore(rows: number): void {
    if (rows > this.rows) throw new RangeError(`${rows} rows are more than a block of ${this.rows}`);
  }
}
