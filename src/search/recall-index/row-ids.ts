import { fewestSlots, fullShare, spread } from '../../platform/slots.ts';
import { bytesOf, Column } from './column.ts';

const wordsOfId = 4;
const bytesOfId = 16;
const none = -1;

/** The ids of all rows, 16 bytes each, and which row has a memory's id: a hash table with linear probing. */
export class RowIds {
  readonly #words = new Column((length) => new Uint32Array(length));
  #slots = new Int32Array(fewestSlots).fill(none);
  #taken = 0;
  /** The id that is looked for. */
  readonly #wanted = new Uint32Array(wordsOfId);

  get bytes(): number {
    return bytesOf([this.#words]) + this.#slots.byteLength;
  }

  /** How many ids have a row. */
  get size(): number {
    return this.#taken;
  }

  reserve(rows: number): void {
    this.#words.reserve(rows * wordsOfId);
    while (rows > this.#slots.length * fullShare) this.#double();
  }

  /** The row that has the id, or -1. */
  rowOf(id: string): number {
    return this.#slots[this.#slotOf(id)] ?? none;
  }

  id(row: number): string {
    const hex = (word: number, shift: number) => hexOf(this.#word(row, word) >>> shift);
    const [a, b, c] = [hex(0, 16) + hex(0, 0), hex(1, 16), hex(1, 0)];
    return `${a}-${b}-${c}-${hex(2, 16)}-${hex(2, 0)}${hex(3, 16)}${hex(3, 0)}`;
  }

  /** Writes the 16 bytes of a row's id. */
  write(row: number, bytes: Buffer, at: number): void {
    for (let byte = 0; byte < bytesOfId; byte++)
      bytes[at + byte] = this.#word(row, byte >>> 2) >>> (24 - 8 * (byte & 3));
  }

  /** Negative where the id of this row comes before that of a row of `others`. */
  compare(row: number, others: RowIds, other: number): number {
    for (let word = 0; word < wordsOfId; word++) {
      const difference = this.#word(row, word) - others.#word(other, word);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Gives the id to a row, and tells which row had it: -1 for none. That one keeps it as a name. */
  set(id: string, row: number): number {
    if (this.#taken + 1 > this.#slots.length * fullShare) this.#double();
    const slot = this.#slotOf(id);
    this.#words.grow((row + 1) * wordsOfId);
    this.#words.values.set(this.#wanted, row * wordsOfId);
    const former = this.#slots[slot] ?? none;
    if (former === none) this.#taken += 1;
    this.#slots[slot] = row;
    return former;
  }

  /** Takes the id from its row, and tells which it was: -1 for none. That one keeps it as a name. */
  remove(id: string): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let free = this.#slotOf(id);
    const removed = slots[free] ?? none;
    if (removed === none) return none;
    // What the removed one pushed on moves back, so that no search ends at the gap.
    for (let slot = (free + 1) & mask; slots[slot] !== none; slot = (slot + 1) & mask) {
      const row = slots[slot] ?? none;
      this.#want(row);
      if (((slot - this.#firstSlot()) & mask) < ((slot - free) & mask)) continue;
      slots[free] = row;
      free = slot;
    }
    slots[free] = none;
    this.#taken -= 1;
    return removed;
  }

  /** The slot of an id, or the free one where it would go. */
  #slotOf(id: string): number {
    parseId(id, this.#wanted);
    return this.#slotOfWanted();
  }

  #slotOfWanted(): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = this.#firstSlot();
    while (slots[slot] !== none && !this.#isWanted(slots[slot] ?? none)) slot = (slot + 1) & mask;
    return slot;
  }

  #isWanted(row: number): boolean {
    const [words, wanted, start] = [this.#words.values, this.#wanted, row * wordsOfId];
    // The last words differ most.
    for (let word = wordsOfId - 1; word >= 0; word--) if (words[start + word] !== wanted[word]) return false;
    return true;
  }

  #firstSlot(): number {
    let hash = 0;
    for (let word = 0; word < wordsOfId; word++) {
      hash = Math.imul(hash ^ (this.#wanted[word] ?? 0), spread);
      hash ^= hash >>> 15;
    }
    return hash & (this.#slots.length - 1);
  }

  #want(row: number): void {
    for (let word = 0; word < wordsOfId; word++) this.#wanted[word] = this.#word(row, word);
  }

  #double(): void {
    const former = this.#slots;
    this.#slots = new Int32Array(former.length * 2).fill(none);
    for (const row of former) {
      if (row === none) continue;
      this.#want(row);
      this.#slots[this.#slotOfWanted()] = row;
    }
  }

  #word(row: number, word: number): number {
    return this.#words.values[row * wordsOfId + word] ?? 0;
  }
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The lower 16 bits of a word: four digits. */
const hexOf = (word: number): string => `${hexOfByte[(word >>> 8) & 0xff]}${hexOfByte[word & 0xff]}`;

/** Codes of characters: the digits come first, then the letters from `a`. */
const dash = 0x2d;
const zero = 0x30;
const nine = 0x39;
const tenBelowA = 0x57;

/** Reads a uuid in lower case as four numbers whose order is that of its text: eight hexadecimal digits shift out the former. */
function parseId(id: string, words: Uint32Array): void {
  let digits = 0;
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    if (code === dash) continue;
    const word = digits >>> 3;
    words[word] = ((words[word] ?? 0) << 4) | (code - (code <= nine ? zero : tenBelowA));
    digits += 1;
  }
}
