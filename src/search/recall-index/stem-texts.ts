import { fewestSlots, fullShare, hashBegin, hashFactor } from '../../platform/slots.ts';
import { bytesOf, Column, slotsOf } from './column.ts';
import { RowLists } from './row-lists.ts';

/**
 * Texts by number, each once, and the number of each: in typed arrays, since a hash table of strings takes three times as much, and in the
 * heap, where it is collected again and again.
 */
export class StemTexts {
  /** The texts as JavaScript has them: in units of 16 bits. */
  readonly #texts = new RowLists(new Column(Uint16Array));
  /** What differs in these is not compared further. */
  readonly #hashes = new Column(Int32Array);
  /** The number of a text plus 1, where its hash puts it or behind; 0: free. */
  #slots = slotsOf(fewestSlots);
  #size = 0;

  get bytes(): number {
    return bytesOf([this.#texts, this.#hashes, this.#slots]);
  }

  get size(): number {
    return this.#size;
  }

  /** -1 where the text is not here. */
  numberOf(text: string): number {
    const hash = write(text);
    return this.#find(hash, written.values, 0, text.length);
  }

  /** The number here of a text that has another one there; -1 where it is not here. */
  numberOfOther(there: StemTexts, other: number): number {
    const hash = there.#hashes.values[other] ?? 0;
    return this.#find(hash, there.#texts.numbers, there.#texts.endOf(other - 1), there.#texts.endOf(other));
  }

  /** Takes up a text that is not here yet, and gives its number: the next one. */
  add(text: string): number {
    const hash = write(text);
    return this.#add(hash, written.values.subarray(0, text.length));
  }

  /** The same with one that has a number there. */
  addOther(there: StemTexts, other: number): number {
    const hash = there.#hashes.values[other] ?? 0;
    return this.#add(hash, there.#texts.of(other));
  }

  /** Empty where there is no such number. */
  text(number: number): string {
    return String.fromCharCode(...this.#texts.of(number));
  }

  /** The number of the text of this hash that stands in `units` from `start` to `end`. */
  #find(hash: number, units: Uint16Array, start: number, end: number): number {
    for (let slot = this.#seek(hash, hash); ; slot = this.#seek(hash, slot + 1)) {
      const number = (this.#slots.values[slot] ?? 0) - 1;
      if (number < 0 || this.#is(number, units, start, end)) return number;
    }
  }

  /** Takes up that text, and gives its number. */
  #add(hash: number, units: Uint16Array): number {
    const number = this.#size++;
    this.#texts.append(units);
    this.#hashes.grow(number + 1);
    this.#hashes.values[number] = hash;
    if (this.#size > this.#slots.values.length * fullShare) this.#double();
    else this.#place(number);
    return number;
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

  #is(number: number, units: Uint16Array, start: number, end: number): boolean {
    const own = this.#texts.numbers;
    let at = this.#texts.endOf(number - 1);
    if (this.#texts.endOf(number) - at !== end - start) return false;
    for (let i = start; i < end; i++) if (own[at++] !== units[i]) return false;
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
}

/** The units of the text that is looked for or added: one for all, as each is done with at one go. */
const written = new Column(Uint16Array);

/** Writes the units of a text there, and makes its hash. */
function write(text: string): number {
  written.grow(text.length);
  const { values } = written;
  let hash = hashBegin;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    values[i] = unit;
    hash = Math.imul(hash ^ unit, hashFactor);
  }
  // The lower bits choose the slot: the upper ones have a say in them.
  return hash ^ (hash >>> 15);
}
