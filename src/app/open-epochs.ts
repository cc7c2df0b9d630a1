import type { Logger } from 'pino';
import { type Epochs, MemoryEpochs } from '../platform/cache/epochs.ts';
import { afterWrites } from '../platform/events/commits.ts';
import { UnheardCommits } from '../platform/events/unheard-commits.ts';
import { GuardedRedis } from '../platform/redis/guarded-redis.ts';
import type { RedisClients } from '../platform/redis/redis-clients.ts';
import { RedisEpochs } from '../platform/redis/redis-epochs.ts';
import type { Replica } from '../platform/replica/replica.ts';
import type { OpenDatabase } from './open-database.ts';
import type { OpenStreams } from './open-streams.ts';

export interface OpenEpochs {
  /** Where all processes share what they keep; null: nowhere. */
  readonly redis: GuardedRedis | null;
  readonly epochs: Epochs;
  /** The same where all processes share them. */
  readonly shared: RedisEpochs | null;
  /** Begins to look for commits that nobody told of: to be called once there is a schema. */
  start(): void;
}

interface Sharing {
  readonly clients: RedisClients | null;
  /** Other processes may write to the same database. */
  readonly isShared: boolean;
}

interface Heard extends OpenStreams {
  readonly opened: Pick<OpenDatabase, 'db' | 'jobs'>;
  readonly replica: Replica | null;
}

/** How long after a commit the message of it may take from process to process. */
const patienceMs = 300;

/**
 * Epochs that are replaced with each commit, before whoever wrote is answered; for commits that nobody told of, the event log is
 * looked through. To be opened before anything is committed that others are told of; `starting` ends them.
 */
export async function openEpochs(
  { clients, isShared }: Sharing,
  { opened, replica, streams, wakeUps }: Heard,
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<OpenEpochs> {
  const { db, jobs } = opened;
  const connection = clients && (await clients.connect(log));
  if (connection) starting.defer(() => connection.disconnect());
  const redis = connection && new GuardedRedis(connection, log);
  const shared = redis && starting.use(new RedisEpochs(redis));
  const epochs: Epochs = shared ?? new MemoryEpochs(() => !isShared || unheard.isCurrent);
  const replaceAfter = async (noted: Promise<void> | undefined, accountId: string) => {
    await noted;
    await epochs.replace(accountId);
  };
  const unheard = new UnheardCommits({
    db: jobs,
    onWake: redis && ((listener) => streams.onWake(listener)),
    // First that, or who reads in the new epoch might read what a replica has not heard of either.
    onUnheard: (accountId) => void replaceAfter(replica?.noteWrite(accountId), accountId),
    patienceMs: redis ? patienceMs : 0,
    log,
  });
  starting.use(unheard);
  starting.use(afterWrites([db, jobs], (accountId) => epochs.replace(accountId)));
  // Who is told of a commit takes its epoch for replaced. What is committed when none is any more, others find in the log.
  wakeUps?.holdBack((accountId) => shared?.isBehind(accountId) ?? false);
  starting.defer(() => wakeUps?.holdBack(() => true));
  const start = () => {
    if (isShared) unheard.start();
  };
  return { redis, epochs, shared, start };
}
