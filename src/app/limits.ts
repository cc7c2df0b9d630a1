import type { Logger } from 'pino';
import { RateLimits } from '../account/rate-limits.service.ts';
import type { Config } from '../platform/config/config.ts';
import { MemoryRateCounter } from '../platform/rate-limit/rate-counter.ts';
import { SharedRateCounter } from '../platform/rate-limit/shared-rate-counter.ts';
import { connectRedis } from '../platform/redis/connect-redis.ts';
import type { ServiceParts } from './services.ts';

/** What accounts may do. Their requests are counted together with all that share a Redis; `starting` ends its connection. */
export async function buildLimits(
  { redis, rateLimits, quotas }: Pick<Config, 'redis' | 'rateLimits' | 'quotas'>,
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<Pick<ServiceParts, 'rateLimits' | 'quotas'>> {
  if (!redis) return { rateLimits: new RateLimits(new MemoryRateCounter(), rateLimits), quotas };
  const client = await connectRedis(redis.url, log);
  starting.defer(() => client.disconnect());
  return { rateLimits: new RateLimits(new SharedRateCounter(client), rateLimits), quotas };
}
