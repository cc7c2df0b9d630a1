const restMs = 60_000;

/** Reports a recurring problem once a minute, with the number of times it was suppressed: while something is away, every request fails. */
export class ToldSeldom {
  readonly #tell: (error: unknown, untold: number) => void;
  #restsUntil = Number.NEGATIVE_INFINITY;
  #untold = 0;

  /** `untold`: how often it occurred since the last report. */
  constructor(tell: (error: unknown, untold: number) => void) {
    this.#tell = tell;
  }

  note(error: unknown): void {
    if (performance.now() < this.#restsUntil) {
      this.#untold += 1;
      return;
    }
    this.#tell(error, this.#untold);
    this.#untold = 0;
    this.#restsUntil = performance.now() + restMs;
  }
}
