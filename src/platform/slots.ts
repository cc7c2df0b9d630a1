// What hash tables in typed arrays have in common.

/** A table of slots is doubled where more than this share is taken. */
export const fullShare = 0.6;
export const fewestSlots = 32;
/** Odd, near 2^32 divided by the golden ratio: spreads keys that are neighbours, or differ in few bits. */
export const spread = 0x9e3779b1;
/** Of the hash FNV-1a, whose authors chose them for texts. */
export const hashBegin = 0x811c9dc5;
export const hashFactor = 0x01000193;
