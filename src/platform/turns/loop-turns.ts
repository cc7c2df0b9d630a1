/** With this many waiting for a turn, new work will not be processed soon. */
const manyWaiting = 2;
/** Maximum delay because of that, in milliseconds. Source: docs/adr/0035. */
const longestPause = 15;

/**
 * Schedules work on the event loop, one caller per turn: for work of a millisecond or two that many callers request at
 * once, so that other work gets in between.
 */
export class LoopTurns {
  readonly #waiting: (() => void)[] = [];
  readonly #paused = new Set<() => void>();

  /** Number of callers that wait for a turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when it is the caller's turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#give);
    });
  }

  /** For callers that prepare work which needs a turn: resolves once few others wait, after 15 ms at the latest. Null: few wait now, continue at once. */
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
