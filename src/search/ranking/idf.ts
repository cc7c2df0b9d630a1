/** How much it tells that a memory has what `having` of `memories` have. Source: BM25 as in the retrieval recipe, stage 1. */
export const idf = (memories: number, having: number): number =>
  Math.log(1 + Math.max(0, memories - having + 0.5) / (having + 0.5));
