/**
 * Returns the share of trigrams that two texts have in common, as pg_trgm counts them: each word with two blanks before it and
 * one after it.
 */
export function trigramSimilarity(one: string, other: string): number {
  const [a, b] = [trigrams(one), trigrams(other)];
  const shared = a.intersection(b).size;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

function trigrams(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of text.split(' ')) {
    const padded = `  ${word} `;
    for (let start = 0; start + 3 <= padded.length; start += 1) found.add(padded.slice(start, start + 3));
  }
  return found;
}

/** Whether two different texts become equal if one letter is inserted, deleted, replaced, or swapped with its neighbour. */
export function areOneSlipApart(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let [start, end] = [0, 0];
  while (start < shorter && one[start] === other[start]) start += 1;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [mine, theirs] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (mine.length < 2 && theirs.length < 2) return true;
  return mine.length === 2 && mine === `${theirs[1]}${theirs[0]}` && theirs.length === 2;
}
