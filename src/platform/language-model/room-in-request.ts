/**
 * Maximum text of users in one request, in UTF-16 code units: 10,000 tokens of English. A model rejects a request beyond its
 * limit as a whole.
 */
export const mostOfRequest = 40_000;

/** Maximum length of each text in a request; what short texts leave is shared among the long ones. */
export function roomForEach(texts: readonly string[], room = mostOfRequest): number {
  const lengths = texts.map(({ length }) => length).sort((one, other) => one - other);
  let left = room;
  for (const [index, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - index));
    if (length > share) return share;
    left -= length;
  }
  return room;
}
