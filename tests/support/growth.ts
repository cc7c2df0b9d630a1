/** Lengths of texts: the longer one is four times as long. */
const [short, long] = [4_000, 16_000];
/** On a busy machine others take the processor in most runs, and the quickest of many tells. */
const [leastRuns, mostRuns] = [3, 30];

/** From here on, work grows with more than its text: with its square it takes 16 times as long, otherwise 4 times. */
export const ofSquare = 10;

/** How many times as long some work takes for 16,000 characters of a repeated piece as for 4,000, by the quickest of some runs of each. */
export function growthOf(work: (text: string) => unknown, piece: string): number {
  const timed = (length: number) => new Timed(work, piece.repeat(length / piece.length));
  const [less, more] = [timed(short), timed(long)];
  for (let run = 1; run <= mostRuns; run += 1) {
    less.run();
    more.run();
    if (run >= leastRuns && more.quickest / less.quickest < ofSquare) break;
  }
  return more.quickest / less.quickest;
}

class Timed {
  quickest = Number.POSITIVE_INFINITY;
  readonly #work: (text: string) => unknown;
  readonly #text: string;

  constructor(work: (text: string) => unknown, text: string) {
    this.#work = work;
    this.#text = text;
  }

  run(): void {
    const began = performance.now();
    this.#work(this.#text);
    this.quickest = Math.min(this.quickest, performance.now() - began);
  }
}
