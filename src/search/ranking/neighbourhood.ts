import { patternBit } from './patterns.ts';
import type { Turn } from './turn.ts';

const reach = 2;
const span = 2 * reach + 1;

/**
 * Which turns stand next to which: those of the same session, one or two places away. Where one of the two is too long to
 * speak for the other, they are no neighbours.
 */
export class Neighbourhood {
  readonly #indices: Int32Array;

  constructor(turns: readonly Turn[], sessions: Int32Array) {
    this.#indices = new Int32Array(turns.length * span).fill(-1);
    const order = inOrder(turns, sessions);
    for (let one = 0; one < order.length; one++) {
      const index = order[one] ?? 0;
      for (let other = one + 1; other < order.length; other++) {
        const next = order[other] ?? 0;
        const places = (turns[next]?.ordinal ?? 0) - (turns[index]?.ordinal ?? 0);
        if (sessions[next] !== sessions[index] || places > reach) break;
        this.#join(index, next, places);
      }
    }
  }

  /** The index of the turn so many places (-2 to 2) after this one; -1 where there is none. */
  indexAt(turn: number, places: number): number {
    return this.#indices[turn * span + reach + places] ?? -1;
  }

  /** The value of that turn; 0 where there is none. */
  valueAt(values: Float64Array, turn: number, places: number): number {
    const index = this.indexAt(turn, places);
    return index < 0 ? 0 : (values[index] ?? 0);
  }

  #join(before: number, after: number, places: number): void {
    this.#indices[before * span + reach + places] = after;
    this.#indices[after * span + reach - places] = before;
  }
}

/** The short ones of the turns, session by session, by their places: sorted as numbers, without comparing one by one. */
function inOrder(turns: readonly Turn[], sessions: Int32Array): Int32Array {
  let places = 1;
  for (const { ordinal } of turns) if (ordinal >= places) places = ordinal + 1;
  const keys = new Float64Array(turns.length);
  let count = 0;
  for (let index = 0; index < turns.length; index++) {
    const turn = turns[index];
    if (!turn || (turn.patterns & patternBit.SHORT) === 0) continue;
    keys[count++] = ((sessions[index] ?? 0) * places + turn.ordinal) * turns.length + index;
  }
  const sorted = keys.subarray(0, count).sort();
  return Int32Array.from(sorted, (key) => key % turns.length);
}
