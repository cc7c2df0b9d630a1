// Shared by hash tables and counts in typed arrays.

/** A table is doubled when more than this share of its slots is taken. */
export const fullShare = 0.6;
export const fewestSlots = 32;
/** The least power of two that is not below a count. */
export const powerOfTwo = (count: number): number => 2 ** Math.ceil(Math.log2(count));
/** Odd, near 2^32 divided by the golden ratio: spreads keys that are neighbours, or differ in few bits. */
export const spread = 0x9e3779b1;
/** Constants of the hash FNV-1a. */
export const hashBegin = 0x811c9dc5;
export const hashFactor = 0x01000193;

/** FNV-1a of 32 bits, of the code units of a text. */
export function hashOfText(text: string): number {
  let hash = hashBegin;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), hashFactor);
  return hash >>> 0;
}
