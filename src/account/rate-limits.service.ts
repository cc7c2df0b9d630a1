import type { RateLimitConfig } from '../platform/config/config.ts';
import type { RateCounter } from '../platform/rate-limit/rate-counter.ts';
import type { Viewer } from './viewer.ts';

/** Remaining request quota of an account. */
export interface RateLimit {
  /** Requests per minute of the plan. */
  readonly limit: number;
  readonly remaining: number;
  /** End of the current minute, when the count is reset. */
  readonly resetAt: Date;
}

type Limited = Pick<Viewer, 'accountId' | 'plan'>;

/** Counts requests of accounts against their plan's limit per minute. */
export class RateLimits {
  readonly #counter: RateCounter;
  readonly #config: RateLimitConfig;

  constructor(counter: RateCounter, config: RateLimitConfig) {
    this.#counter = counter;
    this.#config = config;
  }

  /** Number of requests that an operation of this cost counts as. */
  requestsOf(cost: number): number {
    return Math.max(1, Math.ceil(cost / this.#config.costOfRequest));
  }

  /** Maximum number of requests that work counts as if its extent only shows while it is done: half of a minute's, so that any plan can do it. */
  mostFound({ plan }: Pick<Viewer, 'plan'>): number {
    return Math.floor(this.#config.perMinute[plan] / 2);
  }

  /** Charges requests; rejected ones are not counted. */
  async charge(
    { accountId, plan }: Limited,
    requests: number,
  ): Promise<{ readonly accepted: boolean; readonly left: RateLimit }> {
    const limit = this.#config.perMinute[plan];
    const { taken, points, resetMs } = await this.#counter.take({ key: accountId, points: requests, most: limit });
    return { accepted: taken, left: leftOf(limit, points, resetMs) };
  }

  async left({ accountId, plan }: Limited): Promise<RateLimit> {
    const { points, resetMs } = await this.#counter.read(accountId);
    return leftOf(this.#config.perMinute[plan], points, resetMs);
  }
}

const leftOf = (limit: number, used: number, resetMs: number): RateLimit => ({
  limit,
  remaining: Math.max(0, limit - used),
  resetAt: new Date(Date.now() + resetMs),
});
