import type { RateLimitConfig } from '../platform/config/plan-config.ts';
import type { RateCounter } from '../platform/rate-limit/rate-counter.ts';
import type { Viewer } from './viewer.ts';

/** What an account has left of its requests. */
export interface RateLimit {
  /** Requests in a minute, by the plan. */
  readonly limit: number;
  readonly remaining: number;
  /** When the minute ends and the limit counts anew. */
  readonly resetAt: Date;
}

export interface Charged {
  readonly accepted: boolean;
  readonly left: RateLimit;
}

type Limited = Pick<Viewer, 'accountId' | 'plan'>;

/** Counts the requests of accounts against what their plans allow in a minute. */
export class RateLimits {
  readonly #counter: RateCounter;
  readonly #config: RateLimitConfig;

  constructor(counter: RateCounter, config: RateLimitConfig) {
    this.#counter = counter;
    this.#config = config;
  }

  /** As how many requests an operation of this cost counts. */
  requestsOf(cost: number): number {
    return Math.max(1, Math.ceil(cost / this.#config.costOfRequest));
  }

  /** Counts so many requests; what is refused is not counted. */
  async charge({ accountId, plan }: Limited, requests: number): Promise<Charged> {
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
