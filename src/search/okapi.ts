/**
 * BM25 with a binary term frequency, which both engines score words with: the SQL one by `sql-engine/okapi-sql.ts`, the recall index by
 * the functions here. Source of the constants: retrieval recipe, stage 1, point 1.
 */
export const k1 = 0.9;
export const b = 0.6;

/** What is added to how many have a term and to how many have it not, so that neither is nothing. Source: as above. */
export const idfSmoothing = 0.5;

/** How much it tells that a memory has what `having` of `memories` have. */
export const inverseFrequency = (memories: number, having: number): number =>
  Math.log(1 + (memories - having + idfSmoothing) / (having + idfSmoothing));

/**
 * The score of a memory of so many terms, `meanTerms` being usual, for the inverse frequencies of those that are asked for.
 * Rounded to 32 bits, so that the last bits of a sum, in which the engines may differ, decide over no order.
 */
export const okapi = (inverseFrequencies: number, terms: number, meanTerms: number): number =>
  Math.fround((inverseFrequencies * (k1 + 1)) / (1 + k1 * (1 - b + (b * terms) / meanTerms)));
