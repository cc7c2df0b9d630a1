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
  readonly #places: Int32Array;
  /** By member, whether nobody of its sitting is two places before it, not even a long text. */
  readonly #opens: Uint8Array;
  /** By member, the place of the long text with which an assistant answers it; -1 for none. */
  readonly #longReplies: Int32Array;

  constructor(turns: Turns) {
    const { members, neighbours, patterns, days } = turns;
    const places = neighbours.slice(0, members * neighbourCount);
    const opens = new Uint8Array(members);
    const longReplies = new Int32Array(members).fill(-1);
    const isOfAssistant = (place: number): boolean => isOfSide('assistant', turns.participant(place));
    const isLong = (place: number): boolean => ((patterns[place] ?? 0) & patternBit.SHORT) === 0;
    for (let member = 0; member < members; member++) {
      const first = member * neighbourCount;
      const alone = isLong(member);
      for (let at = first; at < first + neighbourCount; at++) {
        const place = places[at] ?? -1;
        const isOfSitting = place >= 0 && days[place] === days[member];
        if (at === first && !isOfSitting) opens[member] = 1;
        if (!isOfSitting || alone || isLong(place)) places[at] = -1;
        if (at === first + slotOf(1) && isOfSitting && !alone && isLong(place))
          if (isOfAssistant(place) && !isOfAssistant(member)) longReplies[member] = place;
      }
    }
    this.#places = places;
    this.#opens = opens;
    this.#longReplies = longReplies;
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
    return this.#longReplies[member] ?? -1;
  }

  /** Returns the value of that turn; 0 if there is none, or if only members have values and it is not one. */
  valueAt(values: Float64Array, member: number, places: number): number {
    const place = this.placeAt(member, places);
    return place < 0 || place >= values.length ? 0 : (values[place] ?? 0);
  }
}
