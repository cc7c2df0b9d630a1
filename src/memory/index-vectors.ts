import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../platform/db/database.ts';
import { createVectorIndex, mostDimensions } from '../platform/db/vector-index.ts';
import { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Job, JobSender } from '../platform/jobs/job.ts';
import { hasOutgrownScans, markForIndex, modelsOf } from './vector-index.store.ts';

/** Puts the vectors of an account that has many into the index of their model, which is built where it is missing. */
export const indexVectorsJob: Job<{ accountId: string }> = {
  name: 'index-vectors',
  payload: z.object({ accountId: z.string() }),
  keyOf: ({ accountId }) => accountId,
};

/** Vectors of one transaction: about a millisecond each, while their memories cannot be embedded anew. */
const batch = 100;

/** Called after memories of a collection were written: asks for the index as soon as the account needs it. */
export type AfterGrowth = (db: Database, accountId: string, collectionId: string) => Promise<void>;

export const askForIndexBy =
  (jobs: JobSender): AfterGrowth =>
  async (db, accountId, collectionId) => {
    if (!(await hasOutgrownScans(db, accountId, collectionId))) return;
    await jobs.send(new UnitOfWork(db, accountId), indexVectorsJob, { accountId });
  };

/** Before the index is there, marking costs little and building it once is faster than adding one by one. */
export async function indexVectors(
  { db, log }: { readonly db: Database; readonly log: Pick<Logger, 'warn'> },
  accountId: string,
  signal: AbortSignal,
): Promise<'done' | 'again'> {
  while ((await markForIndex(db, accountId, batch)) > 0) if (signal.aborted) return 'again';
  for (const space of await modelsOf(db, accountId)) {
    if (space.dimensions > mostDimensions) {
      const { model, dimensions } = space;
      log.warn({ model, dimensions, mostDimensions }, 'no index can hold the vectors of this model: they are scanned');
    } else await createVectorIndex(db, space);
  }
  return 'done';
}
