import type { Logger } from 'pino';
import { type Epochs, MemoryEpochs } from '../platform/cache/epochs.ts';
import type { Config } from '../platform/config/config.ts';
import { afterWrites, type StreamRef } from '../platform/events/commits.ts';
import { UnheardCommits } from '../platform/events/unheard-commits.ts';
import { GuardedRedis } from '../platform/redis/guarded-redis.ts';
import { RedisClients } from '../platform/redis/redis-clients.ts';
import { RedisEpochs } from '../platform/redis/redis-epochs.ts';
import { WakeUps } from '../platform/redis/wake-ups.ts';
import { Replica } from '../platform/replica/replica.ts';
import { WrittenPositions } from '../platform/replica/written-positions.ts';
import { StreamHub } from '../platform/streams/stream-hub.ts';
import type { OpenDatabase } from './open-database.ts';

type Handles = Pick<OpenDatabase, 'db' | 'jobs'>;

/** Opens the parts that announce commits to other processes and listen for theirs; `starting` ends them. */
export async function openCommitNews(
  { redis: place, database, limits }: Pick<Config, 'redis' | 'database' | 'limits'>,
  opened: Handles & Pick<OpenDatabase, 'replica'>,
  log: Logger,
  starting: AsyncDisposableStack,
) {
  /** Null if no Redis is configured. */
  const redis = place && starting.use(new RedisClients(place));
  /** Null if no replica is configured. */
  const replica = await openReplica(opened, redis, log.child({ part: 'replica' }), starting);
  const { queueSize } = limits;
  const heard = await openStreams(opened, redis, log.child({ part: 'streams' }), starting, queueSize);
  const sharing = { clients: redis, isShared: database.kind === 'postgres' };
  /** The epochs that everything cached of an account depends on. */
  const kept = await openEpochs(sharing, { opened, replica, ...heard }, log.child({ part: 'caches' }), starting);
  return { redis, replica, ...heard, kept };
}

/** Opens the replica that searches read from, if one is configured. */
async function openReplica(
  { db, jobs, replica: connections }: Handles & Pick<OpenDatabase, 'replica'>,
  clients: RedisClients | null,
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<Replica | null> {
  if (!connections || !clients) return null;
  const redis = await clients.shared(log);
  const untilReplayed = (position: bigint): Promise<void> => replica.untilReplayed(position);
  const written = starting.use(new WrittenPositions({ redis, db, writers: [db, jobs], untilReplayed, log }));
  const replica = new Replica({ db: connections, primary: db, written, log });
  return replica;
}

/** Opens the streams of this process. */
export async function openStreams(
  { db, jobs }: Handles,
  clients: RedisClients | null,
  log: Logger,
  starting: AsyncDisposableStack,
  usualSize: number,
) {
  const writers = [db, jobs];
  const onCommit = (refs: readonly StreamRef[]) => streams.wake(refs);
  const onText = (refs: readonly StreamRef[]) => streams.wakeReaders(refs);
  /** Wakes the processes that share a Redis; null if none is configured. */
  const wakeUps = clients && starting.use(await WakeUps.open({ clients, writers, onCommit, onText, log }));
  const hub = new StreamHub({ db, writers, log, usualSize, onText: (ref) => wakeUps?.tellSoon(ref) });
  /** Delivers the events of streams to their subscribers. */
  const streams = starting.use(hub);
  return { streams, wakeUps };
}

interface Heard extends Awaited<ReturnType<typeof openStreams>> {
  readonly opened: Handles;
  readonly replica: Replica | null;
}

/** How long the message about a commit may take between processes. */
const patienceMs = 300;

/**
 * Epochs that are replaced with each commit, before the writer is answered; unannounced commits are found in the event log.
 * Open them before the first commit that others are told of. `isShared`: whether other processes may write to the same database.
 */
export async function openEpochs(
  { clients, isShared }: { readonly clients: RedisClients | null; readonly isShared: boolean },
  { opened, replica, streams, wakeUps }: Heard,
  log: Logger,
  starting: AsyncDisposableStack,
) {
  const { db, jobs } = opened;
  const connection = clients && (await clients.connect(log));
  if (connection) starting.defer(() => connection.disconnect());
  /** The Redis by which all processes share what they keep; null: nothing is shared. */
  const redis = connection && new GuardedRedis(connection, log);
  /** The same epochs if all processes share them. */
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
  /** Begins to look for commits that were not announced; call it once the schema exists. */
  const start = () => {
    if (isShared) unheard.start();
  };
  return { redis, epochs, shared, start };
}
