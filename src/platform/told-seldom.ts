const restMs = 60_000;

/** Tells of a trouble once a minute, with how often it came meanwhile: while something is away, each request meets it. */
export class ToldSeldom {
  readonly #tell: (error: unknown, untold: number) => void;
  readonly #now: () => number;
  #restsUntil = Number.NEGATIVE_INFINITY;
  #untold = 0;

  /** `untold`: so often it came since it was told last. */
  constructor(tell: (error: unknown, untold: number) => void, now: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  note(error: unknown): void {
    if (this.#now() < this.#restsUntil) {
      this.#untold += 1;
      return;
    }
    this.#tell(error, this.#untold);
    this.#untold = 0;
    this.#restsUntil = this.#now() + restMs;
  }
}
