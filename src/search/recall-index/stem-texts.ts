import { fewestSlots, fullShare, hashBegin, hashFactor } from '../../platform/slots.ts';
import { bytesOf, Column } from './column.ts';

/**
 * Texts by number, each once, and the number of each: in typed arrays, since a hash table of strings takes three times as much, and in the
 * heap, where it is collected again and again.
 */
export class StemTexts {
  /** The texts one after another, as JavaScript has them: in units of 16 bits. */
  readonly #units = new Column((length) => new Uint16Array(length));
  /** Where the text of a number ends, which is where the next one begins. */
  readonly #ends = new Column((length) => new Uint32Array(length));
  /** The number of a text plus 1, where its hash puts it or behind; 0: free. */
  #slots = new Uint32Array(fewestSlots);
  #size = 0;

  get bytes(): number {
    return bytesOf([this.#units, this.#ends]) + this.#slots.byteLength;
  }

  get size(): number {
    return this.#size;
  }

  /** -1 where the text is not here. Who asks many for the same text gives its hash, which takes longest. */
  numberOf(text: string, hash = hashOf(text)): number {
    return (this.#slots[this.#slotOf(text, hash)] ?? 0) - 1;
  }

  /** Takes up a text that is not here yet, and gives its number: the next one. */
  add(text: string): number {
    if (this.#size + 1 > this.#slots.length * fullShare) this.#double();
    this.#slots[this.#slotOf(text)] = this.#size + 1;
    const start = this.#endOf(this.#size - 1);
    this.#units.grow(start + text.length);
    for (let i = 0; i < text.length; i++) this.#units.values[start + i] = text.charCodeAt(i);
    this.#ends.grow(this.#size + 1);
    this.#ends.values[this.#size] = start + text.length;
    return this.#size++;
  }

  /** Empty where there is no such number. */
  text(number: number): string {
    return String.fromCharCode(...this.#units.values.subarray(this.#endOf(number - 1), this.#endOf(number)));
  }

  /** The slot of a text, or the free one where it would go. */
  #slotOf(text: string, hash = hashOf(text)): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0 && !this.#is((slots[slot] ?? 0) - 1, text)) slot = (slot + 1) & mask;
    return slot;
  }

  #is(number: number, text: string): boolean {
    const start = this.#endOf(number - 1);
    if (this.#endOf(number) - start !== text.length) return false;
    const units = this.#units.values;
    for (let i = 0; i < text.length; i++) if (units[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #double(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#size; number++) this.#slots[this.#slotOf(this.text(number))] = number + 1;
  }

  #endOf(number: number): number {
    return number < 0 ? 0 : (this.#ends.values[number] ?? 0);
  }
}

export function hashOf(text: string): number {
  let hash = hashBegin;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), hashFactor);
  // The lower bits choose the slot: the upper ones have a say in them.
  return hash ^ (hash >>> 15);
}
