import { fewestSlots, fullShare, hashBegin, hashFactor } from '../../platform/slots.ts';
import { bytesOf, Column, NaturalColumn, slotsOf } from './column.ts';

/**
 * Texts by number, each once, and the number of each: in typed arrays, since a hash table of strings takes three times as much, and in the
 * heap, where it is collected again and again.
 */
export class StemTexts {
  /** The texts one after another, as JavaScript has them: in units of 16 bits. */
  readonly #units = new Column((length) => new Uint16Array(length));
  /** Where the text of a number ends, which is where the next one begins. */
  readonly #ends = new NaturalColumn();
  /** What differs in these is not compared further. */
  readonly #hashes = new Column((length) => new Int32Array(length));
  /** The number of a text plus 1, where its hash puts it or behind; 0: free. */
  #slots = slotsOf(fewestSlots);
  #size = 0;

  get bytes(): number {
    return bytesOf([this.#units, this.#ends, this.#hashes, this.#slots]);
  }

  get size(): number {
    return this.#size;
  }

  /** -1 where the text is not here. */
  numberOf(text: string): number {
    const hash = hashOf(text);
    for (let slot = this.#seek(hash, hash); ; slot = this.#seek(hash, slot + 1)) {
      const number = this.#numberAt(slot);
      if (number < 0 || this.#is(number, text)) return number;
    }
  }

  /** The number here of a text that has another one there; -1 where it is not here. */
  numberOfOther(there: StemTexts, other: number): number {
    const hash = there.#hashes.values[other] ?? 0;
    for (let slot = this.#seek(hash, hash); ; slot = this.#seek(hash, slot + 1)) {
      const number = this.#numberAt(slot);
      if (number < 0 || this.#isOther(number, there, other)) return number;
    }
  }

  /** Takes up a text that is not here yet, and gives its number: the next one. */
  add(text: string): number {
    const start = this.#makeRoom(text.length, hashOf(text));
    for (let i = 0; i < text.length; i++) this.#units.values[start + i] = text.charCodeAt(i);
    return this.#size - 1;
  }

  /** The same with one that has a number there. */
  addOther(there: StemTexts, other: number): number {
    const text = there.#units.values.subarray(there.#endOf(other - 1), there.#endOf(other));
    const start = this.#makeRoom(text.length, there.#hashes.values[other] ?? 0);
    this.#units.values.set(text, start);
    return this.#size - 1;
  }

  /** Empty where there is no such number. */
  text(number: number): string {
    return String.fromCharCode(...this.#units.values.subarray(this.#endOf(number - 1), this.#endOf(number)));
  }

  /** For a text of so many units that is to have the next number; answers where it starts. */
  #makeRoom(length: number, hash: number): number {
    const number = this.#size++;
    const start = this.#endOf(number - 1);
    this.#units.grow(start + length);
    this.#ends.grow(number + 1);
    this.#ends.set(number, start + length);
    this.#hashes.grow(number + 1);
    this.#hashes.values[number] = hash;
    if (this.#size > this.#slots.values.length * fullShare) this.#double();
    else this.#place(number);
    return start;
  }

  /** From a slot on, the first that is free or has a text of this hash. */
  #seek(hash: number, from: number): number {
    const slots = this.#slots.values;
    const hashes = this.#hashes.values;
    const mask = slots.length - 1;
    let slot = from & mask;
    while (slots[slot] !== 0 && hashes[(slots[slot] ?? 0) - 1] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #numberAt(slot: number): number {
    return (this.#slots.values[slot] ?? 0) - 1;
  }

  #is(number: number, text: string): boolean {
    const start = this.#endOf(number - 1);
    if (this.#endOf(number) - start !== text.length) return false;
    const units = this.#units.values;
    for (let i = 0; i < text.length; i++) if (units[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #isOther(number: number, there: StemTexts, other: number): boolean {
    const start = this.#endOf(number - 1);
    const startThere = there.#endOf(other - 1);
    const length = this.#endOf(number) - start;
    if (there.#endOf(other) - startThere !== length) return false;
    const units = this.#units.values;
    const unitsThere = there.#units.values;
    for (let i = 0; i < length; i++) if (units[start + i] !== unitsThere[startThere + i]) return false;
    return true;
  }

  #double(): void {
    this.#slots = slotsOf(this.#slots.values.length * 2);
    for (let number = 0; number < this.#size; number++) this.#place(number);
  }

  #place(number: number): void {
    const slots = this.#slots.values;
    const mask = slots.length - 1;
    let slot = (this.#hashes.values[number] ?? 0) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots.set(slot, number + 1);
  }

  #endOf(number: number): number {
    return number < 0 ? 0 : (this.#ends.values[number] ?? 0);
  }
}

function hashOf(text: string): number {
  let hash = hashBegin;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), hashFactor);
  // The lower bits choose the slot: the upper ones have a say in them.
  return hash ^ (hash >>> 15);
}
