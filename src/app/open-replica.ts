import type { Logger } from 'pino';
import type { RedisClients } from '../platform/redis/redis-clients.ts';
import { Replica } from '../platform/replica/replica.ts';
import { WrittenPositions } from '../platform/replica/written-positions.ts';
import type { OpenDatabase } from './open-database.ts';

/** Opens the replica that searches read from, if one is configured; `starting` ends its parts. */
export async function openReplica(
  { db, jobs, replica: connections }: Pick<OpenDatabase, 'db' | 'jobs' | 'replica'>,
  clients: RedisClients | null,
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<Replica | null> {
  if (!connections || !clients) return null;
  const redis = await clients.shared(log);
  const untilReplayed = (position: bigint): Promise<void> => replica.untilReplayed(position);
  const written = starting.use(new WrittenPositions({ redis, db, writers: [db, jobs], untilReplayed, log }));
  const replica = new Replica({ db: connections, written, log });
  return replica;
}
