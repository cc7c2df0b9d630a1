import type { Turns } from './engine-port.ts';
import { patternBit } from './patterns.ts';

/** How many turns before and after one are its neighbours. Source: retrieval recipe, stage 1, points 3 and 5, and stage 2. */
export const neighbourReach = 2;
/** Largest number of neighbours of a turn. */
export const neighbourCount = 2 * neighbourReach;

/** Index among a turn's neighbours of the one that is `places` (-2 to 2, not 0) after it. */
const slotOf = (places: number): number => (places < 0 ? neighbourReach + places : neighbourReach - 1 + places);

/**
 * The neighbours of the pool's members: turns of the same sitting, one or two places away. Long texts have no neighbours and are
 * nobody's neighbours.
 */
export class Neighbourhood {
  /** With the neighbours of long texts. */
  readonly #all: Int32Array;
  readonly #places: Int32Array;

  constructor({ members, neighbours, patterns, days }: Pick<Turns, 'members' | 'neighbours' | 'patterns' | 'days'>) {
    const all = neighbours.slice(0, members * neighbourCount);
    const places = all.slice();
    const isLong = (place: number): boolean => ((patterns[place] ?? 0) & patternBit.SHORT) === 0;
    for (let member = 0; member < members; member++) {
      const alone = isLong(member);
      for (let at = member * neighbourCount; at < (member + 1) * neighbourCount; at++) {
        const place = places[at] ?? -1;
        if (place < 0) continue;
        const isOfDay = days[place] === days[member];
        if (!isOfDay) all[at] = -1;
        if (!isOfDay || alone || isLong(place)) places[at] = -1;
      }
    }
    this.#all = all;
    this.#places = places;
  }

  /** Whether a member is one of the first two turns of its sitting. */
  opens(member: number): boolean {
    return (this.#all[member * neighbourCount] ?? -1) < 0;
  }

  /** Returns the place of the turn that is `places` (-2 to 2, not 0) after a member; -1 if there is none. */
  placeAt(member: number, places: number): number {
    return this.#places[member * neighbourCount + slotOf(places)] ?? -1;
  }

  /** Returns the value of that turn; 0 if there is none, or if only members have values and it is not one. */
  valueAt(values: Float64Array, member: number, places: number): number {
    const place = this.placeAt(member, places);
    return place < 0 || place >= values.length ? 0 : (values[place] ?? 0);
  }
}
