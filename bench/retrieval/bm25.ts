/** The usual constants. The product's own lexical arm uses others. */
const k1 = 1.2;
const b = 0.75;

interface Document {
  readonly id: string;
  readonly text: string;
}

/** Plain BM25 over documents. Returns the ids of those that share a word with the question, best first. */
export function createBm25(
  documents: readonly Document[],
  wordsOf: (text: string) => readonly string[],
): (question: string) => string[] {
  const counted = documents.map(({ id, text }) => ({ id, counts: count(wordsOf(text)) }));
  const lengths = counted.map(({ counts }) => counts.values().reduce((sum, times) => sum + times, 0));
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / documents.length;
  const frequency = count(counted.flatMap(({ counts }) => [...counts.keys()]));

  const idf = (word: string): number => {
    const df = frequency.get(word) ?? 0;
    return Math.log(1 + (documents.length - df + 0.5) / (df + 0.5));
  };
  return (question) => {
    const words = wordsOf(question);
    const scored = counted.map(({ id, counts }, index) => {
      const norm = k1 * (1 - b + (b * (lengths[index] ?? 0)) / meanLength);
      const part = (word: string, times: number) => (idf(word) * times * (k1 + 1)) / (times + norm);
      return { id, score: words.reduce((sum, word) => sum + part(word, counts.get(word) ?? 0), 0) };
    });
    return scored
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score)
      .map(({ id }) => id);
  };
}

function count(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
