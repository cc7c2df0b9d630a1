import type { Logger } from 'pino';
import type { StreamRef } from '../platform/events/commits.ts';
import type { RedisClients } from '../platform/redis/redis-clients.ts';
import { WakeUps } from '../platform/redis/wake-ups.ts';
import { StreamHub } from '../platform/streams/stream-hub.ts';
import type { OpenDatabase } from './open-database.ts';

export interface OpenStreams {
  /** Delivers the events of streams to their subscribers. */
  readonly streams: StreamHub;
  /** Wakes the processes that share a Redis; null if none is configured. */
  readonly wakeUps: WakeUps | null;
}

/** Opens the streams of this process; `starting` ends them. */
export async function openStreams(
  { db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>,
  clients: RedisClients | null,
  log: Logger,
  starting: AsyncDisposableStack,
  usualSize: number,
): Promise<OpenStreams> {
  const writers = [db, jobs];
  const onCommit = (refs: readonly StreamRef[]) => streams.wake(refs);
  const onText = (refs: readonly StreamRef[]) => streams.wakeReaders(refs);
  const wakeUps = clients && starting.use(await WakeUps.open({ clients, writers, onCommit, onText, log }));
  const hub = new StreamHub({ db, writers, log, usualSize, onText: (ref) => wakeUps?.tellSoon(ref) });
  const streams = starting.use(hub);
  return { streams, wakeUps };
}
