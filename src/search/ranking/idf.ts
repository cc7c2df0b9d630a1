/** How much it tells that a memory has what `having` of `memories` have. Source: BM25 as in the retrieval recipe, stage 1. */
export const idf = (memories: number, having: number): number =>
  Math.log(1 + Math.max(0, memories - having + 0.5) / (having + 0.5));

/** What fewer memories have is looked up: most words are rare, and the logarithm is what costs most. */
const mostHaving = 1_024;

/** The same for one number of memories after another: of each, what was asked for before is known. */
export class IdfTable {
  #memories = 0;
  /** By how many have it; 0 or nothing: it has to be asked for. */
  readonly known = new Float64Array(mostHaving);

  /** Of so many memories from now on. */
  begin(memories: number): void {
    if (memories === this.#memories) return;
    this.#memories = memories;
    this.known.fill(0);
  }

  of(having: number): number {
    const known = this.known[having] ?? 0;
    if (known > 0) return known;
    const found = idf(this.#memories, having);
    if (having < mostHaving) this.known[having] = found;
    return found;
  }
}
