interface FairPaceOptions {
  /** So many begin without a wait, after a pause. */
  readonly atOnce: number;
  /** Between those that follow. */
  readonly gapMs: number;
  /** So many of these each time; omitted: 1. */
  readonly eachGap?: number;
  /** Who would wait longer in `turn` does not begin; omitted: all wait. */
  readonly longestMs?: number;
  /** Omitted: always. */
  readonly hasRoom?: () => boolean;
}

/** Begins it, and answers for how many it counts; 0 where nobody waits for it any more. */
type Begin = () => number;

/**
 * Has what comes in crowds begin one after the other, each crowd in turn. It goes by its timer and not by the clock: where the process
 * is busy, they begin later still.
 */
export class FairPace {
  readonly #options: FairPaceOptions;
  readonly #crowds = new Map<string, Begin[]>();
  /** How many wait, in all crowds. */
  #waiting = 0;
  /** So many may begin now. */
  #left: number;
  #beginning = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: FairPaceOptions) {
    this.#options = options;
    this.#left = options.atOnce;
  }

  /** Whether somebody waits. */
  get crowded(): boolean {
    return this.#crowds.size > 0;
  }

  /** `crowd` names who comes together. What comes while another begins does not begin within it. */
  enter(crowd: string, begin: Begin): void {
    this.#timer ??= setInterval(this.#tick, this.#options.gapMs).unref();
    if (!this.crowded && this.#mayBegin && !this.#beginning) {
      this.#begin(begin);
      return;
    }
    const waiting = this.#crowds.get(crowd);
    if (waiting) waiting.push(begin);
    else this.#crowds.set(crowd, [begin]);
    this.#waiting += 1;
  }

  /** When it is one's turn: true; false at once where that would take too long. One that `isGone` by then takes no time of the others. */
  turn(crowd: string, isGone = () => false): Promise<boolean> {
    const { gapMs, eachGap = 1, longestMs = Number.POSITIVE_INFINITY } = this.#options;
    if ((this.#waiting * gapMs) / eachGap >= longestMs) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.enter(crowd, () => {
        resolve(true);
        return isGone() ? 0 : 1;
      });
    });
  }

  get #mayBegin(): boolean {
    return this.#left > 0 && (this.#options.hasRoom?.() ?? true);
  }

  #begin(begin: Begin): void {
    this.#beginning = true;
    try {
      const counted = begin();
      this.#left -= counted;
    } finally {
      this.#beginning = false;
    }
  }

  readonly #tick = (): void => {
    const { atOnce, eachGap = 1 } = this.#options;
    this.#left = Math.min(atOnce, this.#left + eachGap);
    while (this.#mayBegin) {
      const [next] = this.#crowds;
      if (!next) break;
      const [crowd, waiting] = next;
      this.#crowds.delete(crowd);
      const begin = waiting.shift();
      this.#waiting -= 1;
      if (waiting.length > 0) this.#crowds.set(crowd, waiting);
      if (begin) this.#begin(begin);
    }
    if (this.crowded || this.#left < atOnce || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  };
}
