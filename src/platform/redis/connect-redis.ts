import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** How long it waits at most before it tries to connect again. */
const longestRetryMs = 1_000;

/**
 * Connects in the background, and again whenever the connection is lost. Nothing waits for it: what is asked of it while it
 * is away fails at once. The client is loaded only where Redis is configured.
 */
export async function connectRedis(url: string, log: Logger): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    // What is asked in one turn of the event loop leaves in one packet.
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(50 * times, longestRetryMs),
  });
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) log.warn({ err: error }, 'Redis does not answer; the server goes on without it');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('Redis answers again');
    isAway = false;
  });
  return redis;
}
