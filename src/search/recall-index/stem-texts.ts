import { fewestSlots, fullShare, hashBegin, hashFactor } from '../../platform/slots.ts';
import { bytesOf, Column, slotsOf } from './column.ts';
import { RowLists } from './row-lists.ts';

/**
 * Deduplicated texts by number, with lookup, in typed arrays: a hash table of strings takes three times as much, in the heap,
 * where it burdens the garbage collector.
 */
export class StemTexts {
  /** The texts in UTF-16 code units. */
  readonly #texts = new RowLists(new Column(Uint16Array));
  /** Hash of each text, compared first. */
  readonly #hashes = new Column(Int32Array);
  /** Open-addressing table: number of a text plus 1; 0: free. */
  #slots = slotsOf(fewestSlots);
  #size = 0;

  get bytes(): number {
    return bytesOf([this.#texts, this.#hashes, this.#slots]);
  }

  get size(): number {
    return this.#size;
  }

  /** Returns -1 if the text is unknown. */
  numberOf(text: string): number {
    const hash = write(text);
    return this.#find(hash, written.values, 0, text.length);
  }

  /** Number here of a text of another instance; -1 if it is unknown here. */
  numberOfOther(there: StemTexts, other: number): number {
    const hash = there.#hashes.values[other] ?? 0;
    return this.#find(hash, there.#texts.numbers, there.#texts.endOf(other - 1), there.#texts.endOf(other));
  }

  /** Adds a new text; returns its number, the next one. */
  add(text: string): number {
    const hash = write(text);
    return this.#add(hash, written.values.subarray(0, text.length));
  }

  /** Adds a text of another instance. */
  addOther(there: StemTexts, other: number): number {
    const hash = there.#hashes.values[other] ?? 0;
    return this.#add(hash, there.#texts.of(other));
  }

  /** Returns '' if there is no such number. */
  text(number: number): string {
    return String.fromCharCode(...this.#texts.of(number));
  }

  /** Number of the text with this hash in `units` from `start` to `end`; negative if it is unknown. */
  #find(hash: number, units: Uint16Array, start: number, end: number): number {
    for (let slot = this.#seek(hash, hash); ; slot = this.#seek(hash, slot + 1)) {
      const number = (this.#slots.values[slot] ?? 0) - 1;
      if (number < 0 || this.#is(number, units, start, end)) return number;
    }
  }

  /** Adds the text; returns its number. */
  #add(hash: number, units: Uint16Array): number {
    const number = this.#size++;
    this.#texts.append(units);
    this.#hashes.grow(number + 1);
    this.#hashes.values[number] = hash;
    if (this.#size > this.#slots.values.length * fullShare) this.#double();
    else this.#place(number);
    return number;
  }

  /** First slot from `from` on that is free or whose text has this hash. */
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

/** Buffer for the text that is looked up or added: shared, since each use is synchronous. */
const written = new Column(Uint16Array);

/** Writes the code units of a text to the buffer and returns its hash. */
function write(text: string): number {
  written.grow(text.length);
  const { values } = written;
  let hash = hashBegin;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    values[i] = unit;
    hash = Math.imul(hash ^ unit, hashFactor);
  }
  // The slot is chosen by the lower bits, so mix the upper ones in.
  return hash ^ (hash >>> 15);
}
