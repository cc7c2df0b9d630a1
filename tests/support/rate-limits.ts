import { RateLimits } from '../../src/account/rate-limits.service.ts';
import type { RateLimitConfig } from '../../src/platform/config/config.ts';
import { MemoryRateCounter, type RateCounter } from '../../src/platform/rate-limit/rate-counter.ts';
import { usualConfig } from './usual-config.ts';

const { rateLimits: usual } = usualConfig;

/** Rate limits for one test, in memory; with the product's values unless overridden. */
export const rateLimits = (
  perMinute: Partial<RateLimitConfig['perMinute']> = {},
  counter: RateCounter = new MemoryRateCounter(),
): RateLimits => new RateLimits(counter, { ...usual, perMinute: { ...usual.perMinute, ...perMinute } });
