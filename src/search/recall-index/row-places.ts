import { spread } from '../../platform/slots.ts';

/** Lowest bits of the hash product to drop: they are mixed least. 25 are left, for more slots than a search needs. */
const leastSpread = 7;

/** Places of rows in a list: a hash table with linear probing, at most half full. A search makes some thousand lookups. */
export class RowPlaces {
  /** Row plus 1, then its place; 0 for a free slot. */
  #slots: Uint32Array;
  #mask: number;
  #taken = 0;

  /** `slots`: initial number of slots, a power of two. */
  constructor(slots: number) {
    this.#slots = new Uint32Array(2 * slots);
    this.#mask = slots - 1;
  }

  /** Returns -1 for a row without a place. */
  placeOf(row: number): number {
    const slot = this.#slotOf(row);
    return this.#slots[slot] === 0 ? -1 : (this.#slots[slot + 1] ?? -1);
  }

  /** Sets the place of a row that has none. */
  set(row: number, place: number): void {
    if (2 * (this.#taken + 1) > this.#mask + 1) this.#double();
    const slot = this.#slotOf(row);
    this.#slots[slot] = row + 1;
    this.#slots[slot + 1] = place;
    this.#taken += 1;
  }

  /** Slot of a row, or the free slot where it would be inserted. */
  #slotOf(row: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = (Math.imul(row, spread) >>> leastSpread) & mask;
    while (slots[2 * slot] !== 0 && slots[2 * slot] !== row + 1) slot = (slot + 1) & mask;
    return 2 * slot;
  }

  #double(): void {
    const former = this.#slots;
    this.#slots = new Uint32Array(2 * former.length);
    this.#mask = former.length - 1;
    for (let slot = 0; slot < former.length; slot += 2) {
      const row = (former[slot] ?? 0) - 1;
      if (row < 0) continue;
      const to = this.#slotOf(row);
      this.#slots[to] = row + 1;
      this.#slots[to + 1] = former[slot + 1] ?? 0;
    }
  }
}
