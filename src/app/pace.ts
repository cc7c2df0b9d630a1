interface PaceOptions {
  /** So many begin without a wait, after a pause. */
  readonly atOnce: number;
  /** Between those that follow. */
  readonly gapMs: number;
  /** Who would wait longer does not begin. */
  readonly longestMs: number;
  readonly now: () => number;
}

/** Has what comes in crowds begin one after the other. */
export class Pace {
  readonly #options: PaceOptions;
  /** When all that has come so far would have begun, one gap after the other. */
  #until = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** When it is one's turn: true; false at once where that would take too long. */
  async next(): Promise<boolean> {
    const { atOnce, gapMs, longestMs, now } = this.#options;
    const at = now();
    const from = Math.max(this.#until, at);
    const waitMs = from - at - (atOnce - 1) * gapMs;
    if (waitMs > longestMs) return false;
    this.#until = from + gapMs;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    return true;
  }
}
