import type { Logger } from 'pino';
import { RateLimits } from '../account/rate-limits.service.ts';
import type { Config } from '../platform/config/config.ts';
import { MemoryRateCounter } from '../platform/rate-limit/rate-counter.ts';
import { SharedRateCounter } from '../platform/rate-limit/shared-rate-counter.ts';
import type { RedisClients } from '../platform/redis/redis-clients.ts';
import type { ServiceParts } from './services.ts';

/** Builds the limits of accounts. Requests are counted together by all processes that share a Redis. */
export async function buildLimits(
  { rateLimits, quotas }: Pick<Config, 'rateLimits' | 'quotas'>,
  redis: RedisClients | null,
  log: Logger,
): Promise<Pick<ServiceParts, 'rateLimits' | 'quotas'>> {
  const counter = redis ? new SharedRateCounter(await redis.shared(log)) : new MemoryRateCounter();
  return { rateLimits: new RateLimits(counter, rateLimits), quotas };
}
