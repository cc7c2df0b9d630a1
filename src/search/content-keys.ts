/** Bits of a 64-bit integer beyond the 53 that a number holds exactly. */
const beyondNumber = 11n;

/** Number of bytes of a content's hash that are enough to distinguish the memories of one search. */
export const hashBytes = 12;

/** What the recall index keeps of a content's hash. */
export const contentNumber = (hash: Buffer): number => Number(hash.readBigUInt64BE() >> beyondNumber);

/** What the SQL engine reads of a content's hash. */
export const contentText = (hash: Buffer): string => hash.toString('base64', 0, hashBytes);
