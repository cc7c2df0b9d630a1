import { RateLimits } from '../../src/account/rate-limits.service.ts';
import type { RateLimitConfig } from '../../src/platform/config/config.ts';
import { MemoryRateCounter, type RateCounter } from '../../src/platform/rate-limit/rate-counter.ts';

/** Rate limits for one test, in memory; with the product's values unless overridden. */
export const rateLimits = (
  perMinute: Partial<RateLimitConfig['perMinute']> = {},
  counter: RateCounter = new MemoryRateCounter(),
): RateLimits =>
  new RateLimits(counter, {
    perMinute: { FREE: 100, STARTER: 1_000, PRO: 10_000, ...perMinute },
    costOfRequest: 1_000,
  });
