import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../platform/db/database.ts';
import { createVectorIndex, mostDimensions } from '../platform/db/vector-index.ts';
import type { Batch } from '../platform/events/consumer.ts';
import { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Job, JobSender } from '../platform/jobs/job.ts';
import { countEvents, isFarBehind, markForIndex, modelsOf, outgrownScans } from './vector-index.store.ts';

/** Puts the vectors of an account that has many into the index of their model, which is built where it is missing. */
export const indexVectorsJob: Job<{ accountId: string }> = {
  name: 'index-vectors',
  payload: z.object({ accountId: z.string() }),
  keyOf: ({ accountId }) => accountId,
};

/** Vectors of one transaction: about a millisecond each, while their memories cannot be embedded anew. */
const batch = 100;
/** After so many another account has its turn. */
const batchesPerTurn = 100;
/** How long it rests beside writers, in multiples of the time that a batch took. */
const restShare = 3;

/** Called after memories of some collections were written: asks for the index as soon as their account needs it. */
export type AfterGrowth = (db: Database, collections: readonly Pick<Batch, 'stream'>[]) => Promise<void>;

export const askForIndexBy =
  (jobs: JobSender): AfterGrowth =>
  async (db, collections) => {
    const streams = collections.map(({ stream }) => stream);
    for (const accountId of await outgrownScans(db, streams)) {
      await jobs.send(new UnitOfWork(db, accountId), indexVectorsJob, { accountId });
    }
  };

interface Indexing {
  readonly db: Database;
  /** Where indexes are built: past any pooler. */
  readonly builds: Database;
  readonly log: Pick<Logger, 'warn'>;
  /** Waits; ends early where the signal aborts. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Before the index is there, marking costs little and building it once is faster than adding one by one. Afterwards it
 * takes the database longer than writing did: while somebody writes to the account, this rests most of the time.
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
    if (space.dimensions > mostDimensions) {
      const { model, dimensions } = space;
      log.warn(
        { model, dimensions, mostDimensions },
        'the vectors of this model are too long for an index: they are scanned',
      );
    } else await createVectorIndex(builds, space);
  }
}
