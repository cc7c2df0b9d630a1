import { bytesOf, Column, NaturalColumn, type Naturals } from './column.ts';

/** Words of the first block of a list; each following one has twice as many, up to the largest. */
const firstBlock = 2;
const largestBlock = 128;

/** Append-only lists of rows in one array: a list is a chain of blocks, the last word of which is the address of the next block. */
export class Postings {
  readonly #words = new NaturalColumn();
  #used = 0;
  readonly #heads = new NaturalColumn();
  /** Address of the next row of each list, and the number of rows that fit before the link. */
  readonly #tails = new NaturalColumn();
  readonly #room = new Column(Uint8Array);
  readonly #lengths = new NaturalColumn();
  readonly #byList = [this.#heads, this.#tails, this.#room, this.#lengths];

  get bytes(): number {
    return bytesOf([this.#words, ...this.#byList]);
  }

  /** Begins the list with this number; lists have to be begun in order, from 0. */
  begin(list: number): void {
    const block = this.#takeBlock(firstBlock);
    for (const column of this.#byList) column.grow(list + 1);
    this.#heads.set(list, block);
    this.#tails.set(list, block);
    this.#room.values[list] = firstBlock - 1;
  }

  append(list: number, row: number): void {
    if (this.#room.values[list] === 0) this.#addBlock(list);
    const at = this.#tails.values[list] ?? 0;
    this.#words.set(at, row);
    this.#tails.set(list, at + 1);
    this.#room.values[list] = (this.#room.values[list] ?? 0) - 1;
    this.#lengths.add(list, 1);
  }

  /** The row appended last; -1 if there is none. */
  last(list: number): number {
    return this.#lengths.values[list] === 0 ? -1 : (this.#words.values[(this.#tails.values[list] ?? 0) - 1] ?? -1);
  }

  /** Calls `show` with the rows of a list in insertion order, in parts: those in `words` from `start` to `end`. */
  visit(list: number, show: (words: Naturals, start: number, end: number) => void): void {
    const words = this.#words.values;
    let left = this.#lengths.values[list] ?? 0;
    let at = this.#heads.values[list] ?? 0;
    for (let size = firstBlock; left > 0; size = nextSize(size)) {
      const rows = Math.min(left, size - 1);
      show(words, at, at + rows);
      left -= rows;
      at = words[at + size - 1] ?? 0;
    }
  }

  #addBlock(list: number): void {
    const link = this.#tails.values[list] ?? 0;
    const size = this.#sizeAfter(this.#lengths.values[list] ?? 0);
    const block = this.#takeBlock(size);
    this.#words.set(link, block);
    this.#tails.set(list, block);
    this.#room.values[list] = size - 1;
  }

  /** Size of the block that follows this many rows in full blocks. */
  #sizeAfter(rows: number): number {
    let size = firstBlock;
    for (let left = rows; left > 0 && size < largestBlock; size *= 2) left -= size - 1;
    return size;
  }

  #takeBlock(size: number): number {
    const block = this.#used;
    this.#used += size;
    this.#words.grow(this.#used);
    return block;
  }
}

const nextSize = (size: number): number => Math.min(size * 2, largestBlock);
