import { inverseFrequency } from '../okapi.ts';

/** The inverse frequency of what is counted behind the writes: more may have it for a while than there are. It tells nothing then. */
export const idf = (memories: number, having: number): number => Math.max(0, inverseFrequency(memories, having));

/** So many numbers of memories are looked up: two that differ by a multiple of it take turns. A power of two. */
const places = 4_096;
const nothing = -1;

/** The same for one number of memories after another: of each, what was asked for before is known, since the logarithm is what costs most. */
export class IdfTable {
  #memories = 0;
  /** By how many have it. */
  readonly #having = new Int32Array(places).fill(nothing);
  readonly #known = new Float64Array(places);

  /** Of so many memories from now on. */
  begin(memories: number): void {
    if (memories === this.#memories) return;
    this.#memories = memories;
    this.#having.fill(nothing);
  }

  of(having: number): number {
    const place = having & (places - 1);
    if (this.#having[place] !== having) this.#learn(place, having);
    return this.#known[place] ?? 0;
  }

  #learn(place: number, having: number): void {
    this.#having[place] = having;
    this.#known[place] = idf(this.#memories, having);
  }
}
