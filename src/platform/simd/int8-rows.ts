import type { DotScan } from './dot-scan.ts';
import { RowBlocks } from './row-blocks.ts';
import type { Sifted } from './scan-job.ts';
import { rowsAt, ScanSlot } from './scan-slot.ts';
import { growMemory, memoryOf } from './shared-memory.ts';

/** A quantised row: its actual values are `values * scale`. */
interface Int8Row {
  readonly values: Int8Array;
  /** Exact as a 32-bit float. */
  readonly scale: number;
}

/**
 * Rows of signed 8-bit values, −127 to 127, each with a scale, and their exact dot products with a query vector. The memory is
 * shared, so that threads can scan it; it grows in place and never shrinks. It holds the slots of the scanners, then the rows.
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
  /** Maximum distance (as vector length) of the lower halves of a row from their mean. */
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

  /** Size of the memory, including reserved room. */
  get bytes(): number {
    return this.#bytes.length;
  }

  /** Reserves room for this many rows. Throws RangeError if 4 GiB cannot hold them. */
  reserve(rows: number): void {
    const missing = this.#firstRow + this.#blocks.bytesOf(rows) - this.#bytes.length;
    if (missing <= 0) return;
    growMemory(this.#memory, missing);
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#scales = new Float32Array(this.#memory.buffer);
  }

  /** Writes a row for which room was reserved. */
  set(row: number, { values, scale }: Int8Row): void {
    this.#refuseOtherLength(values);
    const spread = this.#blocks.write(this.#bytes, this.#firstRow + this.#blocks.upper(row), values);
    this.#spread = Math.max(this.#spread, spread);
    this.#scales[this.#scaleAt(row)] = scale;
  }

  /** Returns a copy. */
  get(row: number): Int8Array {
    return this.#blocks.read(this.#bytes, this.#firstRow + this.#blocks.upper(row), this.dimensions);
  }

  /** Returns 0 for a row that was not written. */
  scale(row: number): number {
    return this.#scales[this.#scaleAt(row)] ?? 0;
  }

  /** Sets the query vector of the following calls. */
  ask(question: Int8Array): void {
    this.#refuseOtherLength(question);
    this.#slot.ask(question);
  }

  /**
   * Returns those of `rows` rows from `first` on, at most `callRows`, whose scaled product with the query is at least `least`,
   * and perhaps some that are below it by a millionth. `first` has to begin a block. The next call overwrites the result.
   */
  sift(first: number, rows: number, least: number): Sifted {
    return { count: this.#slot.sift(first, rows, least, this.#spread), pairs: this.#slot.pairs };
  }

  /** Returns the products of the query with these rows, at most `callRows`, in order. The next call overwrites the result. */
  productsOf(rows: ArrayLike<number>): Int32Array {
    return this.#slot.productsOf(rows);
  }

  /** Like `sift` for any number of rows, on a thread, as a part of a scan of `scanned` rows. Independent of the query set by `ask`. */
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

/** Parameters of a scan on a thread. */
interface Aside {
  readonly least: number;
  /** Number of rows in all parts of the scan. */
  readonly scanned: number;
}
