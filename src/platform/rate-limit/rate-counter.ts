import { RateLimiterMemory } from 'rate-limiter-flexible';

/** What was counted for a key in its window. */
export interface RateCount {
  readonly points: number;
  /** Milliseconds until the window ends and all are forgotten. */
  readonly resetMs: number;
}

/** What was counted, and whether that holds the points that were to be. */
export interface Taken extends RateCount {
  readonly taken: boolean;
}

/** Points of a key that are to be counted where they make no more than `most` in all. */
export interface Points {
  readonly key: string;
  readonly points: number;
  readonly most: number;
}

/** Counts points by key in windows of a minute, which begin with the first point. Never fails and never waits long. */
export interface RateCounter {
  /** Counts these points where they fit, and nothing else: what was refused is not in the way of others for a moment. */
  take(wanted: Points): Promise<Taken>;
  read(key: string): Promise<RateCount>;
}

const windowSeconds = 60;
/** What limiters of one installation have in common. */
export const counting = { keyPrefix: 'mnemograph:rate', duration: windowSeconds };

/** Counts in this process, one after the other: nobody counts between a look and what follows from it. */
export class MemoryRateCounter implements RateCounter {
  readonly #limiter = new RateLimiterMemory({ ...counting, points: Number.MAX_SAFE_INTEGER });
  #last: Promise<unknown> = Promise.resolve();

  take({ key, points, most }: Points): Promise<Taken> {
    return this.#inTurn(async () => {
      const before = countOf(await this.#limiter.get(key));
      if (before.points + points > most) return { ...before, taken: false };
      return { ...countOf(await this.#limiter.penalty(key, points)), taken: true };
    });
  }

  read(key: string): Promise<RateCount> {
    return this.#inTurn(async () => countOf(await this.#limiter.get(key)));
  }

  /** Goes on from what was counted elsewhere in a window that has not ended, where that is more. */
  goOn(key: string, { points, resetMs }: RateCount): Promise<void> {
    return this.#inTurn(async () => {
      const own = countOf(await this.#limiter.get(key));
      if (resetMs > 0 && points > own.points) await this.#limiter.set(key, points, resetMs / 1000);
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    this.#last = done;
    return done;
  }
}

const windowMs = windowSeconds * 1000;

/** Nothing was counted yet where there is no answer. No window is longer than it is, though a clock was set back meanwhile. */
export const countOf = (counted: { consumedPoints: number; msBeforeNext: number } | null): RateCount =>
  counted
    ? { points: counted.consumedPoints, resetMs: Math.min(windowMs, Math.max(0, counted.msBeforeNext)) }
    : { points: 0, resetMs: windowMs };
