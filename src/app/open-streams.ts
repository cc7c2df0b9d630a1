import type { Logger } from 'pino';
import type { Config } from '../platform/config/config.ts';
import { WakeUps } from '../platform/redis/wake-ups.ts';
import { StreamHub } from '../platform/streams/stream-hub.ts';
import type { OpenDatabase } from './open-database.ts';

/** What follows streams in this process; processes that share a Redis wake each other. `starting` ends the connection. */
export async function openStreams(
  { db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>,
  redis: Config['redis'],
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<StreamHub> {
  const writers = [db, jobs];
  if (!redis) return new StreamHub({ db, writers, log });
  const wakeUps = starting.use(
    await WakeUps.open({ url: redis.url, writers, wake: (refs) => streams.wake(refs), log }),
  );
  const streams = new StreamHub({ db, writers, log, onText: (ref) => wakeUps.tellSoon(ref) });
  return streams;
}
