/**
 * What a model is given at a time of what people wrote, in UTF-16 code units: 10,000 tokens of English. Who is asked for more than it
 * takes refuses the whole request.
 */
export const mostOfRequest = 40_000;

/** How much of each text there is room for in a request: what short ones leave over goes to the long ones. */
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
