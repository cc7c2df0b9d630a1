import { lowerMean, type RowBlocks, rowsOfBlock } from './row-blocks.ts';

/** How many rows one call of the kernel looks at: what it finds of them stays in the first-level cache. */
export const callRows = 1_024;
/** The same in a thread: fewer, since each memory has room for all threads. */
const threadCallRows = 256;
/** So many threads may scan one memory side by side. */
export const mostThreads = 3;

/** A row's number and its product. */
const pairBytes = 2 * Int32Array.BYTES_PER_ELEMENT;
/** So much may the kernel write behind the last pair. */
const spareBytes = 32;

/** Upper halves count from 0 for this value below zero, the least there may be. */
const mostOfValue = 128;
/** What bounds are widened by: rounding to numbers of 32 bits, 2 ** -24 at each of a few steps, then hides no row. */
const rounding = 1e-6;

/** Source: dot-scan.wat, which has what each of them means. */
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

/** Where a slot begins in a memory of rows; the rows follow the last one. */
function slotAt(slot: number, blocks: RowBlocks): number {
  let at = 0;
  for (let before = 0; before < slot; before++) at += bytesOf(before, blocks);
  return at;
}

/** Where the rows begin. */
export const rowsAt = (blocks: RowBlocks): number => slotAt(mostThreads + 1, blocks);

/**
 * A question and what was found for it in a memory of rows, and the kernel that finds it. Slot 0 is the event loop's, each
 * thread has one of its own.
 */
export class ScanSlot {
  /** Rows that one call takes at most. */
  readonly rows: number;
  /** What was found last: a row's number and its product, and so on. */
  readonly pairs: Int32Array;
  readonly #blocks: RowBlocks;
  readonly #firstRow: number;
  readonly #kernel: Kernel;
  readonly #question: Int8Array;
  /** Of the question's values: their sum, that of their magnitudes, and their length. */
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

  /** What is found next is found for this. */
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
   * Finds, of `rows` rows from `first` on, the first of a block, those whose product by their scale is `least` or more, and perhaps some
   * that fall short of it by less than numbers of 32 bits tell. Answers how many there are in `pairs`. `spread`: how far the lower halves of a
   * row are from their mean at most; what they add to a product is no more than that by the question's length (Cauchy and Schwarz).
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

  /** Products of the question with some rows, in their order. The next call overwrites them. */
  productsOf(rows: ArrayLike<number>): Int32Array {
    const { length } = rows;
    this.#refuseMore(length);
    for (let i = 0; i < length; i++) this.pairs[i] = rows[i] ?? 0;
    const { byteOffset } = this.pairs;
    this.#kernel.pick(this.#firstRow, this.#blocks.half, length, this.#question.byteOffset, this.#base, byteOffset);
    return this.pairs;
  }

  /** What a product has besides those of its row's halves. */
  get #base(): number {
    return -mostOfValue * this.#sum;
  }

  #refuseMore(rows: number): void {
    if (rows > this.rows) throw new RangeError(`${rows} rows are more than the ${this.rows} of one call`);
  }
}
