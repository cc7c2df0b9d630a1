/** Lengths of texts: the longer one is so many times as long. */
const [short, times] = [4_000, 4];
/** On a busy machine others take the processor in most runs, and the quickest of many tells. */
const [leastRuns, mostRuns] = [3, 30];

/** From here on, work grows with more than its text: with its square it takes 16 times as long, otherwise 4 times. */
export const ofSquare = 10;

/**
 * How many times as long some work takes for 16,000 characters of a repeated piece as for 4,000, by the quickest of some runs of each. The shorter
 * one is read four times in a run: runs that take equally long are interrupted equally often.
 */
export function growthOf(work: (text: string) => unknown, piece: string): number {
  const [less, more] = [short, times * short].map((length) => piece.repeat(length / piece.length));
  let [ofLess, ofMore] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 1; run <= mostRuns; run += 1) {
    ofLess = Math.min(
      ofLess,
      timeOf(() => repeat(() => work(less ?? ''))),
    );
    ofMore = Math.min(
      ofMore,
      timeOf(() => work(more ?? '')),
    );
    if (run >= leastRuns && (times * ofMore) / ofLess < ofSquare) break;
  }
  return (times * ofMore) / ofLess;
}

function repeat(work: () => unknown): void {
  for (let time = 0; time < times; time += 1) work();
}

function timeOf(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
