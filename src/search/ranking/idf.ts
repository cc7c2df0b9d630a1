import { inverseFrequency } from '../okapi.ts';

/** Inverse document frequency, at least 0: counts lag behind writes, so `having` may exceed `memories` for a while. */
export const idf = (memories: number, having: number): number => Math.max(0, inverseFrequency(memories, having));

/** Slots of the table, a power of two: counts that differ by a multiple of it evict each other. */
const places = 4_096;
const nothing = -1;

/** Caches `idf` for one total number of memories at a time: the logarithm is what costs most. */
export class IdfTable {
  #memories = 0;
  /** The count that each slot is for. */
  readonly #having = new Int32Array(places).fill(nothing);
  readonly #known = new Float64Array(places);

  /** Sets the total number of memories. */
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
