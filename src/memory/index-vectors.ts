import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../platform/db/database.ts';
import type { Batch } from '../platform/events/consumer.ts';
import type { UnitsOfWork } from '../platform/events/unit-of-work.ts';
import type { Job, JobSender } from '../platform/jobs/job.ts';
import { countEvents, isFarBehind, markForIndex, modelsOf, outgrownScans } from './vector-index.store.ts';
import { createVectorIndex, mostDimensions, type VectorSpace } from './vector-index.ts';

/** Adds the vectors of a large account to the index of their model, which is built if it is missing. */
export const indexVectorsJob: Job<{ accountId: string }> = {
  name: 'index-vectors',
  payload: z.object({ accountId: z.string() }),
  keyOf: ({ accountId }) => accountId,
};

/** Vectors per transaction: about a millisecond each, during which their memories cannot be embedded anew. */
const batch = 100;
/** Batches after which another account gets its turn. */
const batchesPerTurn = 100;
/** Pause between batches while others write, as a multiple of the batch's duration. */
const restShare = 3;

/** Runs after memories of these collections were written; requests the index as soon as their account needs it. */
export type AfterGrowth = (units: UnitsOfWork, collections: readonly Pick<Batch, 'stream'>[]) => Promise<void>;

export const askForIndexBy =
  (jobs: JobSender): AfterGrowth =>
  async (units, collections) => {
    const streams = collections.map(({ stream }) => stream);
    for (const accountId of await outgrownScans(units.db, streams)) {
      await jobs.send(units.of(accountId), indexVectorsJob, { accountId });
    }
  };

interface Indexing {
  readonly db: Database;
  /** Connection for building indexes, which bypasses any pooler. */
  readonly builds: Database;
  readonly log: Pick<Logger, 'warn'>;
  /** Waits for `ms`, or until the signal aborts. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Until the index exists, marking vectors is cheap and one build is faster than single inserts. Afterwards an insert costs the
 * database more than the write did, so this pauses most of the time while the account is being written to.
 */
export async function indexVectors(parts: Indexing, accountId: string, signal: AbortSignal): Promise<'done' | 'again'> {
  const { db } = parts;
  let written = await countEvents(db, accountId);
  for (let n = 0; n < batchesPerTurn; n += 1) {
    const began = performance.now();
    if ((await markForIndex(db, accountId, batch)) < batch) {
      await buildIndexes(parts, accountId);
      return 'done';
    }
    const before = written;
    written = await countEvents(db, accountId);
    const isBusy = written > before && !(await isFarBehind(db, accountId));
    if (isBusy) await parts.rest(restShare * (performance.now() - began), signal);
    if (signal.aborted) break;
  }
  return 'again';
}

async function buildIndexes({ db, builds, log }: Indexing, accountId: string): Promise<void> {
  for (const space of await modelsOf(db, accountId)) {
    if (!warnIfScanned(space, log)) await createVectorIndex(builds, space);
  }
}

/** Logs it if the vectors of a model are too long for an index; returns whether they are. */
export function warnIfScanned({ model, dimensions }: VectorSpace, log: Pick<Logger, 'warn'>): boolean {
  if (dimensions <= mostDimensions) return false;
  log.warn(
    { model, dimensions, mostDimensions },
    'the vectors of this model are too long for an index: they are scanned',
  );
  return true;
}
