import { RateLimiterMemory } from 'rate-limiter-flexible';

/** What was counted for a key in its window. */
export interface RateCount {
  readonly points: number;
  /** When the window ends and counting begins anew. */
  readonly resetMs: number;
}

/** Counts points by key in windows of a minute, which begin with the first point. Never fails and never waits long. */
export interface RateCounter {
  /** Answers all that was counted, these points included. */
  add(key: string, points: number): Promise<RateCount>;
  read(key: string): Promise<RateCount>;
}

const windowSeconds = 60;
/** It only counts: who may go on is decided by whoever asks. */
export const countOnly = { keyPrefix: 'mnemograph:rate', points: Number.MAX_SAFE_INTEGER, duration: windowSeconds };

/** Counts in this process. */
export class MemoryRateCounter implements RateCounter {
  readonly #limiter = new RateLimiterMemory(countOnly);

  async add(key: string, points: number): Promise<RateCount> {
    return countOf(await this.#limiter.penalty(key, points));
  }

  async read(key: string): Promise<RateCount> {
    return countOf(await this.#limiter.get(key));
  }

  /** Goes on from what was counted elsewhere in a window that has not ended, where that is more. */
  async goOn(key: string, { points, resetMs }: RateCount): Promise<void> {
    const own = await this.read(key);
    if (resetMs > 0 && points > own.points) await this.#limiter.set(key, points, resetMs / 1000);
  }
}

const windowMs = windowSeconds * 1000;

/** Nothing was counted yet where there is no answer. No window is longer than it is, though a clock was set back meanwhile. */
export const countOf = (counted: { consumedPoints: number; msBeforeNext: number } | null): RateCount =>
  counted
    ? {
        points: Math.max(0, counted.consumedPoints),
        resetMs: Math.min(windowMs, Math.max(0, counted.msBeforeNext)),
      }
    : { points: 0, resetMs: windowMs };
