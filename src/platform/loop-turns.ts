/** Where so many wait for their turn, what comes now is not worked on soon. */
const manyWaiting = 2;
/** So many milliseconds it is put off for that at most. Source: docs/adr/0035. */
const longestPause = 15;

/**
 * Hands out turns of the event loop, one to each who asks: of work that takes a millisecond or two, and that many ask for at
 * once, others get in between.
 */
export class LoopTurns {
  readonly #waiting: (() => void)[] = [];
  readonly #paused = new Set<() => void>();

  /** How many wait for theirs. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** When it is one's turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#give);
    });
  }

  /** For what prepares work that needs a turn: resolves when few wait for theirs, after 15 ms at the latest. Null: few do now, go on at once. */
  pause(): Promise<void> | null {
    if (this.#waiting.length < manyWaiting) return null;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#paused.delete(end);
        resolve();
      };
      const timer = setTimeout(end, longestPause);
      this.#paused.add(end);
    });
  }

  readonly #give = (): void => {
    const next = this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(this.#give);
    if (this.#waiting.length < manyWaiting) for (const end of this.#paused) end();
    next?.();
  };
}
