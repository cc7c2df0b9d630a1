import { fewestSlots, fullShare, spread } from '../../platform/slots.ts';
import { slotsOf } from './column.ts';

/** Lowest bits of the hash product to drop: they are mixed least. As many as a piece has are left. */
const leastSpread = 16;

/** Number of memories that contain each word piece: a hash table with linear probing that takes a quarter of the memory of a `Map`. */
export class PieceCounts {
  #pieces = new Uint16Array(fewestSlots);
  /** Number of memories with the slot's piece, plus 1; 0: the slot is free. A piece that no memory has any more keeps its slot. */
  #counts = slotsOf(fewestSlots);
  #taken = 0;

  get bytes(): number {
    return this.#pieces.byteLength + this.#counts.bytes;
  }

  memoriesWith(piece: number): number {
    return Math.max(0, (this.#counts.values[this.#slotOf(piece)] ?? 0) - 1);
  }

  /** Counts a memory with these distinct pieces. */
  add(pieces: Uint16Array): void {
    for (const piece of pieces) {
      // First, since it may replace the counts.
      const slot = this.#begin(piece);
      this.#counts.add(slot, 1);
    }
  }

  remove(pieces: Uint16Array): void {
    for (const piece of pieces) {
      const slot = this.#slotOf(piece);
      if ((this.#counts.values[slot] ?? 0) > 1) this.#counts.add(slot, -1);
    }
  }

  /** Slot of a piece, inserted if it has none. */
  #begin(piece: number): number {
    const slot = this.#slotOf(piece);
    if (this.#counts.values[slot] !== 0) return slot;
    if (this.#taken + 1 > this.#pieces.length * fullShare) {
      this.#double();
      return this.#begin(piece);
    }
    this.#taken += 1;
    this.#pieces[slot] = piece;
    this.#counts.set(slot, 1);
    return slot;
  }

  /** Slot of a piece, or the free slot where it would be inserted. */
  #slotOf(piece: number): number {
    const [pieces, counts] = [this.#pieces, this.#counts.values];
    const mask = counts.length - 1;
    let slot = (Math.imul(piece, spread) >>> leastSpread) & mask;
    while (counts[slot] !== 0 && pieces[slot] !== piece) slot = (slot + 1) & mask;
    return slot;
  }

  #double(): void {
    const [pieces, counts] = [this.#pieces, this.#counts.values];
    this.#pieces = new Uint16Array(pieces.length * 2);
    this.#counts = slotsOf(counts.length * 2);
    for (const [former, count] of counts.entries()) {
      if (count === 0) continue;
      const slot = this.#slotOf(pieces[former] ?? 0);
      this.#pieces[slot] = pieces[former] ?? 0;
      this.#counts.set(slot, count);
    }
  }
}
