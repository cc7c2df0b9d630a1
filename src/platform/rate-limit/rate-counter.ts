import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Points counted for a key in the current window. */
export interface RateCount {
  readonly points: number;
  /** Milliseconds until the window ends and its points are dropped. */
  readonly resetMs: number;
}

/** The count, and whether it includes the requested points. */
export interface Taken extends RateCount {
  readonly taken: boolean;
}

/** Points to count for a key, unless its total would exceed `most`. */
export interface Points {
  readonly key: string;
  readonly points: number;
  readonly most: number;
}

/** Counts points by key in windows of a minute, which begin with the first point. Never fails and never waits long. */
export interface RateCounter {
  /** Counts these points only if they fit: refused points never affect other requests, even for a moment. */
  take(wanted: Points): Promise<Taken>;
  read(key: string): Promise<RateCount>;
}

const windowSeconds = 60;
/** Options shared by all limiters of an installation. */
export const counting = { keyPrefix: 'mnemograph:rate', duration: windowSeconds };

/** Counts in this process, one call after another, so that nothing is counted between a read and the write that follows from it. */
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

  /** Continues from a count made elsewhere if it is higher and its window has not ended. */
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

/** Null: nothing counted yet. Limits the time left to the window's length, in case a clock was set back. */
export const countOf = (counted: { consumedPoints: number; msBeforeNext: number } | null): RateCount =>
  counted
    ? { points: counted.consumedPoints, resetMs: Math.min(windowMs, Math.max(0, counted.msBeforeNext)) }
    : { points: 0, resetMs: windowMs };
