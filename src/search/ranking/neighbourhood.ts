import { patternBit } from './patterns.ts';
import type { Turn } from './turn.ts';

/** Which turns stand next to which: those of the same session, one or two places away. */
export interface Neighbourhood {
  /**
   * The value of the turn so many places (-2 to 2) after this one; 0 where there is none, or where one of the two is too
   * long to speak for the other.
   */
  valueAt(values: ArrayLike<number>, turn: number, places: number): number;
  /** The index of that turn under the same conditions, else -1. */
  indexAt(turn: number, places: number): number;
}

const reach = 2;
const span = 2 * reach + 1;

export function neighbourhoodOf(turns: readonly Turn[]): Neighbourhood {
  const sessions = new Map<number, Map<number, number>>();
  for (const [index, { session, ordinal, patterns }] of turns.entries()) {
    if ((patterns & patternBit.SHORT) === 0) continue;
    const places = sessions.get(session) ?? new Map<number, number>();
    if (places.size === 0) sessions.set(session, places);
    places.set(ordinal, index);
  }
  const indices = new Int32Array(turns.length * span).fill(-1);
  for (const places of sessions.values()) {
    for (const [ordinal, index] of places) {
      for (let place = -reach; place <= reach; place++) {
        indices[index * span + reach + place] = places.get(ordinal + place) ?? -1;
      }
    }
  }
  const indexAt = (turn: number, places: number): number => indices[turn * span + reach + places] ?? -1;
  return { indexAt, valueAt: (values, turn, places) => values[indexAt(turn, places)] ?? 0 };
}
