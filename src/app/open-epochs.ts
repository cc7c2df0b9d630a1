import type { Logger } from 'pino';
import { type Epochs, MemoryEpochs } from '../platform/cache/epochs.ts';
import { afterWrites } from '../platform/events/after-writes.ts';
import { UnheardCommits } from '../platform/events/unheard-commits.ts';
import type { GuardedRedis } from '../platform/redis/guarded-redis.ts';
import { RedisEpochs } from '../platform/redis/redis-epochs.ts';
import type { StartedDatabase } from './start-database.ts';

export interface OpenEpochs {
  readonly epochs: Epochs;
  /** The same where all processes share them. */
  readonly shared: RedisEpochs | null;
}

interface Sharing {
  readonly redis: GuardedRedis | null;
  /** Other processes may write to the same database. */
  readonly isShared: boolean;
}

/** How long after a commit the message of it may take from process to process. */
const patienceMs = 300;

/**
 * Epochs that are replaced with each commit, before whoever wrote is answered; for commits that nobody told of, the event log is
 * looked through. `starting` ends them.
 */
export function openEpochs(
  { redis, isShared }: Sharing,
  { opened, replica, streams, wakeUps }: Pick<StartedDatabase, 'opened' | 'replica' | 'streams' | 'wakeUps'>,
  log: Logger,
  starting: AsyncDisposableStack,
): OpenEpochs {
  const { db, jobs } = opened;
  const shared = redis && starting.use(new RedisEpochs(redis));
  // Who is told of a commit takes its epoch for replaced.
  if (shared) wakeUps?.holdBack((accountId) => shared.isBehind(accountId));
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
  if (isShared) unheard.start();
  for (const writer of new Set([db, jobs])) starting.use(afterWrites(writer, (accountId) => epochs.replace(accountId)));
  return { epochs, shared };
}
