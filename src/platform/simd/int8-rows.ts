import type { DotScan } from './dot-scan.ts';
import { RowBlocks } from './row-blocks.ts';
import type { Sifted } from './scan-job.ts';
import { rowsAt, ScanSlot } from './scan-slot.ts';
import { growMemory, memoryOf } from './shared-memory.ts';

/** What a row stands for is `values * scale`. */
export interface Int8Row {
  readonly values: Int8Array;
  /** As exact as a number of 32 bits is. */
  readonly scale: number;
}

/**
 * Rows of signed 8-bit values, −127 to 127, each with a scale, and their exact dot products with a question. The memory is shared, so that
 * threads can scan it; it grows in place and never shrinks. It holds the slots of those who scan, then the rows.
 */
export class Int8Rows {
  readonly dimensions: number;
  readonly #scan: DotScan;
  readonly #blocks: RowBlocks;
  readonly #memory: WebAssembly.Memory;
  readonly #slot: ScanSlot;
  readonly #firstRow: number;
  #bytes: Uint8Array;
  #scales: Float32Array;
  /** How far the lower halves of a row are from their mean at most. */
  #spread = 0;

  constructor(scan: DotScan, dimensions: number) {
    this.dimensions = dimensions;
    this.#scan = scan;
    this.#blocks = new RowBlocks(dimensions);
    this.#firstRow = rowsAt(this.#blocks);
    this.#memory = memoryOf(this.#firstRow);
    this.#slot = new ScanSlot(scan.module, this.#memory, this.#blocks, 0);
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#scales = new Float32Array(this.#memory.buffer);
  }

  /** Of the memory, room for rows to come included. */
  get bytes(): number {
    return this.#bytes.length;
  }

  /** Makes room for so many rows. Throws a RangeError where 4 GiB do not hold them. */
  reserve(rows: number): void {
    const missing = this.#firstRow + this.#blocks.bytesOf(rows) - this.#bytes.length;
    if (missing <= 0) return;
    growMemory(this.#memory, missing);
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#scales = new Float32Array(this.#memory.buffer);
  }

  /** Writes a row for which there is room. */
  set(row: number, { values, scale }: Int8Row): void {
    this.#refuseOtherLength(values);
    const spread = this.#blocks.write(this.#bytes, this.#firstRow + this.#blocks.upper(row), values);
    this.#spread = Math.max(this.#spread, spread);
    this.#scales[this.#scaleAt(row)] = scale;
  }

  /** A copy. */
  get(row: number): Int8Array {
    return this.#blocks.read(this.#bytes, this.#firstRow + this.#blocks.upper(row), this.dimensions);
  }

  /** 0 of a row that was not written. */
  scale(row: number): number {
    return this.#scales[this.#scaleAt(row)] ?? 0;
  }

  /** What is found next is found for this. */
  ask(question: Int8Array): void {
    this.#refuseOtherLength(question);
    this.#slot.ask(question);
  }

  /**
   * Of `rows` rows from `first` on, at most `callRows`, those whose product with the question by their scale is `least` or more, and perhaps some that
   * fall short of it by a millionth. `first` begins a block. The next call overwrites them.
   */
  sift(first: number, rows: number, least: number): Sifted {
    return { count: this.#slot.sift(first, rows, least, this.#spread), pairs: this.#slot.pairs };
  }

  /** Products of the question with some rows, in their order, at most `callRows`. The next call overwrites them. */
  productsOf(rows: ArrayLike<number>): Int32Array {
    return this.#slot.productsOf(rows);
  }

  /**
   * Like `sift`, of any number of rows, a part of a scan of `scanned`, made by a thread; what is asked here meanwhile is no matter.
   */
  siftAside(question: Int8Array, first: number, rows: number, { least, scanned }: Aside): Promise<Sifted> {
    this.#refuseOtherLength(question);
    const { dimensions } = this;
    const job = { memory: this.#memory, dimensions, question, first, rows, least, spread: this.#spread };
    return this.#scan.sift(job, scanned);
  }

  #scaleAt(row: number): number {
    return (this.#firstRow + this.#blocks.scale(row)) / Float32Array.BYTES_PER_ELEMENT;
  }

  #refuseOtherLength({ length }: Int8Array): void {
    if (length !== this.dimensions) throw new RangeError(`A vector of ${length} dimensions among ${this.dimensions}`);
  }
}

/** How a thread is asked. */
interface Aside {
  readonly least: number;
  /** Rows of all parts. */
  readonly scanned: number;
}
