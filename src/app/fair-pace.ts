interface FairPaceOptions {
  /** So many begin without a wait, after a pause. */
  readonly atOnce: number;
  /** Between those that follow. */
  readonly gapMs: number;
  readonly now: () => number;
}

/** Begins it; false where nobody waits for it any more. */
type Begin = () => boolean;

/** Has what comes in crowds begin one after the other, each crowd in turn. */
export class FairPace {
  readonly #options: FairPaceOptions;
  readonly #crowds = new Map<string, Begin[]>();
  /** When all that has begun so far would have, one gap after the other. */
  #until = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: FairPaceOptions) {
    this.#options = options;
  }

  /** `crowd` names who comes together. */
  enter(crowd: string, begin: Begin): void {
    if (this.#crowds.size === 0 && this.#mayBegin) {
      this.#begin(begin);
      return;
    }
    const waiting = this.#crowds.get(crowd);
    if (waiting) waiting.push(begin);
    else this.#crowds.set(crowd, [begin]);
    this.#timer ??= setInterval(this.#take, this.#options.gapMs);
  }

  get #mayBegin(): boolean {
    const { atOnce, gapMs, now } = this.#options;
    return this.#until - now() <= (atOnce - 1) * gapMs;
  }

  #begin(begin: Begin): void {
    if (begin()) this.#until = Math.max(this.#until, this.#options.now()) + this.#options.gapMs;
  }

  readonly #take = (): void => {
    while (this.#mayBegin) {
      const [next] = this.#crowds;
      if (!next) break;
      const [crowd, waiting] = next;
      this.#crowds.delete(crowd);
      const begin = waiting.shift();
      if (waiting.length > 0) this.#crowds.set(crowd, waiting);
      if (begin) this.#begin(begin);
    }
    if (this.#crowds.size > 0 || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  };
}
