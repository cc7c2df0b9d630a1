import type { Turns } from './engine-port.ts';
import { patternBit } from './patterns.ts';
import { isOfSide } from './profile.ts';

/** How many turns before and after one are its neighbours. Source: retrieval recipe, stage 1, points 3 and 5, and stage 2. */
export const neighbourReach = 2;
/** Largest number of neighbours of a turn. */
export const neighbourCount = 2 * neighbourReach;

/** Index among a turn's neighbours of the one that is `places` (-2 to 2, not 0) after it. */
const slotOf = (places: number): number => (places < 0 ? neighbourReach + places : neighbourReach - 1 + places);

/**
 * The neighbours of the pool's members: turns of the same sitting, one or two places away. Long texts have no neighbours and are
 * nobody's neighbours, but an assistant's long reply is known.
 */
export class Neighbourhood {
  readonly #turns: Turns;
  readonly #places: Int32Array;
  /** By member, whether nobody of its sitting is two places before it, not even a long text. */
  readonly #opens: Uint8Array;

  constructor(turns: Turns) {
    const { members, neighbours, days } = turns;
    this.#turns = turns;
    const places = neighbours.slice(0, members * neighbourCount);
    const opens = new Uint8Array(members);
    for (let member = 0; member < members; member++) {
      const first = member * neighbourCount;
      const alone = this.#isLong(member);
      for (let at = first; at < first + neighbourCount; at++) {
        const place = places[at] ?? -1;
        const isOfSitting = place >= 0 && days[place] === days[member];
        if (at === first && !isOfSitting) opens[member] = 1;
        if (!isOfSitting || alone || this.#isLong(place)) places[at] = -1;
      }
    }
    this.#places = places;
    this.#opens = opens;
  }

  /** Whether a member is one of the first two turns of its sitting. */
  opens(member: number): boolean {
    return this.#opens[member] === 1;
  }

  /** Returns the place of the turn that is `places` (-2 to 2, not 0) after a member; -1 if there is none. */
  placeAt(member: number, places: number): number {
    return this.#places[member * neighbourCount + slotOf(places)] ?? -1;
  }

  /** Returns the place of the long text with which an assistant answers a short member; -1 if there is none. */
  longReplyTo(member: number): number {
    const { neighbours, days } = this.#turns;
    const next = neighbours[member * neighbourCount + slotOf(1)] ?? -1;
    if (next < 0 || days[next] !== days[member] || this.#isLong(member) || !this.#isLong(next)) return -1;
    return this.#isOfAssistant(next) && !this.#isOfAssistant(member) ? next : -1;
  }

  /** Returns the value of that turn; 0 if there is none, or if only members have values and it is not one. */
  valueAt(values: Float64Array, member: number, places: number): number {
    const place = this.placeAt(member, places);
    return place < 0 || place >= values.length ? 0 : (values[place] ?? 0);
  }

  #isLong(place: number): boolean {
    return ((this.#turns.patterns[place] ?? 0) & patternBit.SHORT) === 0;
  }

  #isOfAssistant(place: number): boolean {
    return isOfSide('assistant', this.#turns.participant(place));
  }
}
