import type { Logger } from 'pino';
import { RateLimits } from '../account/rate-limits.service.ts';
import type { Config } from '../platform/config/config.ts';
import { MemoryRateCounter } from '../platform/rate-limit/rate-counter.ts';
import { SharedRateCounter } from '../platform/rate-limit/shared-rate-counter.ts';
import { connectRedis } from '../platform/redis/connect-redis.ts';

/** The limits of this process: of all that share its Redis together, where there is one. `starting` ends its connection. */
export async function buildRateLimits(
  { redis, rateLimits }: Pick<Config, 'redis' | 'rateLimits'>,
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<RateLimits> {
  if (!redis) return new RateLimits(new MemoryRateCounter(), rateLimits);
  const client = await connectRedis(redis.url, log);
  starting.defer(() => client.disconnect());
  return new RateLimits(new SharedRateCounter(client), rateLimits);
}
