import { idfSmoothing } from '../okapi.ts';

/** How much it tells that a memory has what `having` of `memories` have. Source: BM25 as in the retrieval recipe, stage 1. */
export const idf = (memories: number, having: number): number =>
  Math.log(1 + Math.max(0, memories - having + idfSmoothing) / (having + idfSmoothing));

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
