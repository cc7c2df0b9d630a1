/**
 * Hands out turns of the event loop, one to each who asks: of work that takes a millisecond or two, and that many ask for at
 * once, others get in between.
 */
export class LoopTurns {
  readonly #waiting: (() => void)[] = [];

  /** When it is one's turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#give);
    });
  }

  readonly #give = (): void => {
    const next = this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(this.#give);
    next?.();
  };
}
