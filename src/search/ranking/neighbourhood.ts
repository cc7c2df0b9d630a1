import { patternBit } from './patterns.ts';
import type { Turn } from './turn.ts';

/** How many turns before and after one are its neighbours. Source: retrieval recipe, stage 1, points 3 and 5, and stage 2. */
export const neighbourReach = 2;
const span = 2 * neighbourReach + 1;

/**
 * Which turns stand next to which: those of the same session, one or two places away. Where one of the two is too long to
 * speak for the other, they are no neighbours.
 */
export class Neighbourhood {
  readonly #indices: Int32Array;

  constructor(turns: readonly Turn[], sessions: Int32Array) {
    this.#indices = new Int32Array(turns.length * span).fill(-1);
    const known = new TurnPlaces(turns.length);
    for (let index = 0; index < turns.length; index++) {
      const turn = turns[index];
      if (!turn || (turn.patterns & patternBit.SHORT) === 0) continue;
      const session = sessions[index] ?? 0;
      const { ordinal } = turn;
      for (let places = 1; places <= neighbourReach; places++) {
        const before = known.turnAt(session, ordinal - places);
        if (before >= 0) this.#join(before, index, places);
        const after = known.turnAt(session, ordinal + places);
        if (after >= 0) this.#join(index, after, places);
      }
      known.add(index, session, ordinal);
    }
  }

  /** The index of the turn so many places (-2 to 2) after this one; -1 where there is none. */
  indexAt(turn: number, places: number): number {
    return this.#indices[turn * span + neighbourReach + places] ?? -1;
  }

  /** The value of that turn; 0 where there is none. */
  valueAt(values: Float64Array, turn: number, places: number): number {
    const index = this.indexAt(turn, places);
    return index < 0 ? 0 : (values[index] ?? 0);
  }

  #join(before: number, after: number, places: number): void {
    this.#indices[before * span + neighbourReach + places] = after;
    this.#indices[after * span + neighbourReach - places] = before;
  }
}

/** Odd, near 2^32 divided by the golden ratio: spreads numbers that follow one another. */
const spread = 0x9e3779b1;

/** Which turn stands where: a hash table with linear probing, half full at most. */
class TurnPlaces {
  /** The turn's index plus 1; 0 where a slot is free. */
  readonly #turns: Int32Array;
  readonly #sessions: Int32Array;
  readonly #ordinals: Int32Array;
  readonly #mask: number;

  constructor(turns: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * turns + 1));
    this.#turns = new Int32Array(slots);
    this.#sessions = new Int32Array(slots);
    this.#ordinals = new Int32Array(slots);
    this.#mask = slots - 1;
  }

  /** -1 where there is none. */
  turnAt(session: number, ordinal: number): number {
    return (this.#turns[this.#slotOf(session, ordinal)] ?? 0) - 1;
  }

  add(turn: number, session: number, ordinal: number): void {
    const slot = this.#slotOf(session, ordinal);
    this.#turns[slot] = turn + 1;
    this.#sessions[slot] = session;
    this.#ordinals[slot] = ordinal;
  }

  /** The slot of a place, or the free one where it would go. */
  #slotOf(session: number, ordinal: number): number {
    const mask = this.#mask;
    let slot = (Math.imul(Math.imul(session, spread) ^ ordinal, spread) >>> 7) & mask;
    while (this.#turns[slot] !== 0 && (this.#sessions[slot] !== session || this.#ordinals[slot] !== ordinal)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
