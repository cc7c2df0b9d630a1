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
  /** The Redis by which all processes share what they keep; null: nothing is shared. */
  readonly redis: GuardedRedis | null;
  readonly epochs: Epochs;
  /** The same epochs if all processes share them. */
  readonly shared: RedisEpochs | null;
  /** Begins to look for commits that were not announced; call it once the schema exists. */
  start(): void;
}

interface Sharing {
  readonly clients: RedisClients | null;
  /** Whether other processes may write to the same database. */
  readonly isShared: boolean;
}

interface Heard extends OpenStreams {
  readonly opened: Pick<OpenDatabase, 'db' | 'jobs'>;
  readonly replica: Replica | null;
}

/** How long the message about a commit may take between processes. */
const patienceMs = 300;

/**
 * Epochs that are replaced with each commit, before the writer is answered; unannounced commits are found in the event log.
 * Open them before the first commit that others are told of; `starting` ends them.
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
    // Note the write first: a reader in the new epoch might otherwise read from a replica that lacks the commit, too.
    onUnheard: (accountId) => void replaceAfter(replica?.noteWrite(accountId), accountId),
    patienceMs: redis ? patienceMs : 0,
    log,
  });
  starting.use(unheard);
  starting.use(afterWrites([db, jobs], (accountId) => epochs.replace(accountId)));
  // Listeners assume that a commit they are told of has replaced its epoch. Commits after the epochs are closed are found in the log by others.
  wakeUps?.holdBack((accountId) => shared?.isBehind(accountId) ?? false);
  starting.defer(() => wakeUps?.holdBack(() => true));
  const start = () => {
    if (isShared) unheard.start();
  };
  return { redis, epochs, shared, start };
}
