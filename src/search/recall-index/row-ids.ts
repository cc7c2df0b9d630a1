import { fewestSlots, fullShare, spread } from '../../platform/slots.ts';
import { readUuid, wordsOfUuid, writeWords } from '../uuid-words.ts';
import { bytesOf, Column, slotsOf } from './column.ts';

/** The ids of all rows, 16 bytes each, and the row of each id: a hash table with linear probing. */
export class RowIds {
  readonly #words = new Column(Uint32Array);
  /** Open-addressing table: row of an id plus 1; 0: free. */
  #slots = slotsOf(fewestSlots);
  #taken = 0;
  /** The id that is being looked up. */
  readonly #wanted = new Uint32Array(wordsOfUuid);

  get bytes(): number {
    return bytesOf([this.#words, this.#slots]);
  }

  /** Number of ids that have a row. */
  get size(): number {
    return this.#taken;
  }

  reserve(rows: number): void {
    this.#words.reserve(rows * wordsOfUuid);
    while (rows > this.#slots.values.length * fullShare) this.#double();
  }

  /** Row of the id, or -1. */
  rowOf(id: string): number {
    return this.#rowAt(this.#slotOf(id));
  }

  id(row: number): string {
    const hex = (word: number, shift: number) => hexOf(this.#word(row, word) >>> shift);
    const [a, b, c] = [hex(0, 16) + hex(0, 0), hex(1, 16), hex(1, 0)];
    return `${a}-${b}-${c}-${hex(2, 16)}-${hex(2, 0)}${hex(3, 16)}${hex(3, 0)}`;
  }

  /** Writes the 16 bytes of a row's id to `bytes`. */
  write(row: number, bytes: Buffer, at: number): void {
    writeWords(this.#words.values, row * wordsOfUuid, bytes, at);
  }

  /** Negative if the id of this row sorts before that of a row of `others`. */
  compare(row: number, others: RowIds, other: number): number {
    for (let word = 0; word < wordsOfUuid; word++) {
      const difference = this.#word(row, word) - others.#word(other, word);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Assigns the id to a row; returns its former row, or -1. The former row can still be asked for its id. */
  set(id: string, row: number): number {
    if (this.#taken + 1 > this.#slots.values.length * fullShare) this.#double();
    const slot = this.#slotOf(id);
    this.#words.grow((row + 1) * wordsOfUuid);
    this.#words.values.set(this.#wanted, row * wordsOfUuid);
    const former = this.#rowAt(slot);
    if (former < 0) this.#taken += 1;
    this.#slots.set(slot, row + 1);
    return former;
  }

  /** Removes the id; returns its row, or -1. That row can still be asked for its id. */
  remove(id: string): number {
    const slots = this.#slots.values;
    const mask = slots.length - 1;
    let free = this.#slotOf(id);
    const removed = this.#rowAt(free);
    if (removed < 0) return removed;
    // Shifts displaced entries back, so that no lookup ends at the gap.
    for (let slot = (free + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      this.#want(this.#rowAt(slot));
      if (((slot - this.#firstSlot()) & mask) < ((slot - free) & mask)) continue;
      slots[free] = slots[slot] ?? 0;
      free = slot;
    }
    slots[free] = 0;
    this.#taken -= 1;
    return removed;
  }

  /** Slot of an id, or the free slot where it would be inserted. */
  #slotOf(id: string): number {
    readUuid(id, this.#wanted);
    return this.#slotOfWanted();
  }

  #slotOfWanted(): number {
    const slots = this.#slots.values;
    const mask = slots.length - 1;
    let slot = this.#firstSlot();
    while (slots[slot] !== 0 && !this.#isWanted(this.#rowAt(slot))) slot = (slot + 1) & mask;
    return slot;
  }

  /** Row in a slot; -1 if it is free. */
  #rowAt(slot: number): number {
    return (this.#slots.values[slot] ?? 0) - 1;
  }

  #isWanted(row: number): boolean {
    const [words, wanted, start] = [this.#words.values, this.#wanted, row * wordsOfUuid];
    // The last words differ most often.
    for (let word = wordsOfUuid - 1; word >= 0; word--) if (words[start + word] !== wanted[word]) return false;
    return true;
  }

  #firstSlot(): number {
    let hash = 0;
    for (let word = 0; word < wordsOfUuid; word++) {
      hash = Math.imul(hash ^ (this.#wanted[word] ?? 0), spread);
      hash ^= hash >>> 15;
    }
    return hash & (this.#slots.values.length - 1);
  }

  #want(row: number): void {
    for (let word = 0; word < wordsOfUuid; word++) this.#wanted[word] = this.#word(row, word);
  }

  #double(): void {
    const former = this.#slots.values;
    this.#slots = slotsOf(former.length * 2);
    for (const taken of former) {
      if (taken === 0) continue;
      this.#want(taken - 1);
      this.#slots.set(this.#slotOfWanted(), taken);
    }
  }

  #word(row: number, word: number): number {
    return this.#words.values[row * wordsOfUuid + word] ?? 0;
  }
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The lower 16 bits of a word as four hex digits. */
const hexOf = (word: number): string => `${hexOfByte[(word >>> 8) & 0xff]}${hexOfByte[word & 0xff]}`;
