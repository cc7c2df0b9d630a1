import { fewestSlots, spread } from './slots.ts';

/** Lowest bits of the hash product to drop: they are mixed least. 25 are left, for more slots than any user needs. */
const leastSpread = 7;

/** Numbers by number, both from 0 to 2^32 − 2: a hash table with linear probing, at most half full. Takes three fifths of the memory of a `Map`, outside of the heap. */
export class Uint32Map {
  /** Key plus 1, then its value; 0 for a free slot. */
  #slots: Uint32Array;
  #mask: number;
  #taken = 0;

  /** `slots`: initial number of slots, a power of two. */
  constructor(slots = fewestSlots) {
    this.#slots = new Uint32Array(2 * slots);
    this.#mask = slots - 1;
  }

  /** Returns -1 for a key without a value. */
  get(key: number): number {
    const slot = this.#slotOf(key);
    return this.#slots[slot] === 0 ? -1 : (this.#slots[slot + 1] ?? -1);
  }

  /** Sets the value of a key that has none. */
  set(key: number, value: number): void {
    if (2 * (this.#taken + 1) > this.#mask + 1) this.#double();
    const slot = this.#slotOf(key);
    this.#slots[slot] = key + 1;
    this.#slots[slot + 1] = value;
    this.#taken += 1;
  }

  /** Slot of a key, or the free slot where it would be inserted. */
  #slotOf(key: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = (Math.imul(key, spread) >>> leastSpread) & mask;
    while (slots[2 * slot] !== 0 && slots[2 * slot] !== key + 1) slot = (slot + 1) & mask;
    return 2 * slot;
  }

  #double(): void {
    const former = this.#slots;
    this.#slots = new Uint32Array(2 * former.length);
    this.#mask = former.length - 1;
    for (let slot = 0; slot < former.length; slot += 2) {
      const key = (former[slot] ?? 0) - 1;
      if (key < 0) continue;
      const to = this.#slotOf(key);
      this.#slots[to] = key + 1;
      this.#slots[to + 1] = former[slot + 1] ?? 0;
    }
  }
}
