/**
 * BM25 with a binary term frequency, used by both engines: the SQL engine computes it in `sql-engine/okapi-sql.ts`, the recall index
 * with the functions here. Source of the constants: retrieval recipe, stage 1, point 1.
 */
export const k1 = 0.9;
export const b = 0.6;

/** Up to this multiple of the mean, a memory's length counts in full; beyond that, only its square root grows. Source: docs/adr/0075. */
export const longFrom = 4;

/** Added to the numbers of memories with and without a term, so that neither is 0. Source: as above. */
export const idfSmoothing = 0.5;

/** Inverse document frequency of a term that `having` of `memories` have. */
export const inverseFrequency = (memories: number, having: number): number =>
  Math.log(1 + (memories - having + idfSmoothing) / (having + idfSmoothing));

/**
 * Returns the score of a memory with `terms` terms, from the sum of the inverse frequencies of the asked terms that it has.
 * Rounded to 32 bits, because the engines may differ in the last bits of a sum, which must not decide an order.
 */
export const okapi = (inverseFrequencies: number, terms: number, meanTerms: number): number =>
  Math.fround((inverseFrequencies * (k1 + 1)) / (1 + k1 * (1 - b + (b * countedTerms(terms, meanTerms)) / meanTerms)));

/** The length that counts: √(most · terms) is below `terms` only beyond `most`, and equal to it there. */
const countedTerms = (terms: number, meanTerms: number): number =>
  Math.min(terms, Math.sqrt(longFrom * meanTerms * terms));
