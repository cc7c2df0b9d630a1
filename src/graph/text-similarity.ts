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
