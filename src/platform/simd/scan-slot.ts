import { lowerMean, type RowBlocks, rowsOfBlock } from './row-blocks.ts';

/** Rows per call of the kernel: its result stays in the first-level cache. */
export const callRows = 1_024;
/** The same on a thread: fewer, since each memory has a slot for every thread. */
const threadCallRows = 256;
/** Maximum number of threads that scan the same memory concurrently. */
export const mostThreads = 3;

/** Bytes of a row's number and product. */
const pairBytes = 2 * Int32Array.BYTES_PER_ELEMENT;
/** Bytes that the kernel may write beyond the last pair. */
const spareBytes = 32;

/** Offset of upper halves, which count from 0 for −128, the least value. */
const mostOfValue = 128;
/** Margin of bounds, so that rounding to 32-bit floats, 2 ** -24 at each of a few steps, hides no row. */
const rounding = 1e-6;

/** Source: dot-scan.wat, which documents the parameters. */
interface Kernel {
  sift(
    block: number,
    half: number,
    rows: number,
    question: number,
    base: number,
    slack: number,
    least: number,
    number: number,
    out: number,
  ): number;
  pick(block: number, half: number, count: number, question: number, base: number, list: number): void;
}

const rowsOf = (slot: number): number => (slot === 0 ? callRows : threadCallRows);

const bytesOf = (slot: number, { half }: RowBlocks): number => 2 * half + rowsOf(slot) * pairBytes + spareBytes;

/** Address of a slot in a memory of rows; the rows follow the last slot. */
function slotAt(slot: number, blocks: RowBlocks): number {
  let at = 0;
  for (let before = 0; before < slot; before++) at += bytesOf(before, blocks);
  return at;
}

/** Address of the rows. */
export const rowsAt = (blocks: RowBlocks): number => slotAt(mostThreads + 1, blocks);

/** A query and its results in a memory of rows, with the kernel. Slot 0 belongs to the event loop; each thread has one of its own. */
export class ScanSlot {
  /** Maximum number of rows per call. */
  readonly rows: number;
  /** The last result: a row's number and its product, alternating. */
  readonly pairs: Int32Array;
  readonly #blocks: RowBlocks;
  readonly #firstRow: number;
  readonly #kernel: Kernel;
  readonly #question: Int8Array;
  /** Of the query's values: their sum, the sum of their magnitudes, and the vector length. */
  #sum = 0;
  #magnitude = 0;
  #length = 0;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, blocks: RowBlocks, slot: number) {
    this.rows = rowsOf(slot);
    this.#blocks = blocks;
    this.#firstRow = rowsAt(blocks);
    const { exports } = new WebAssembly.Instance(module, { host: { memory } });
    this.#kernel = exports as unknown as Kernel;
    const at = slotAt(slot, blocks);
    this.#question = new Int8Array(memory.buffer, at, 2 * blocks.half);
    this.pairs = new Int32Array(memory.buffer, at + 2 * blocks.half, this.rows * 2);
  }

  /** Sets the query of the following calls. */
  ask(question: Int8Array): void {
    this.#question.set(question);
    let [sum, magnitude, squares] = [0, 0, 0];
    for (const value of question) {
      sum += value;
      magnitude += Math.abs(value);
      squares += value * value;
    }
    this.#sum = sum;
    this.#magnitude = magnitude;
    this.#length = Math.sqrt(squares);
  }

  /**
   * Finds those of `rows` rows from `first` on, which has to begin a block, whose scaled product is at least `least`, and perhaps
   * some that are below it by less than a 32-bit float can represent. Returns how many there are in `pairs`. `spread`: maximum
   * distance of the lower halves of a row from their mean; they add at most its product with the query's length (Cauchy–Schwarz).
   */
  sift(first: number, rows: number, least: number, spread: number): number {
    this.#refuseMore(rows);
    if (first % rowsOfBlock !== 0) throw new RangeError(`No block begins at row ${first}`);
    const { byteOffset } = this.pairs;
    const end = this.#kernel.sift(
      this.#firstRow + this.#blocks.block(first),
      this.#blocks.half,
      rows,
      this.#question.byteOffset,
      this.#base,
      lowerMean * this.#sum + spread * this.#length + rounding * mostOfValue * this.#magnitude,
      least - rounding * Math.abs(least),
      first,
      byteOffset,
    );
    return (end - byteOffset) / pairBytes;
  }

  /** Returns the products of the query with these rows, in order. The next call overwrites the result. */
  productsOf(rows: ArrayLike<number>): Int32Array {
    const { length } = rows;
    this.#refuseMore(length);
    for (let i = 0; i < length; i++) this.pairs[i] = rows[i] ?? 0;
    const { byteOffset } = this.pairs;
    this.#kernel.pick(this.#firstRow, this.#blocks.half, length, this.#question.byteOffset, this.#base, byteOffset);
    return this.pairs;
  }

  /** The part of a product that does not depend on the row's halves. */
  get #base(): number {
    return -mostOfValue * this.#sum;
  }

  #refuseMore(rows: number): void {
    if (rows > this.rows) throw new RangeError(`${rows} rows are more than the ${this.rows} of one call`);
  }
}
