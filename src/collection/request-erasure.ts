import { z } from 'zod';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Job, JobSender } from '../platform/jobs/job.ts';

/** Erases, in small batches, all that an account has hidden: collections and conversations with a `deleted_at`. */
export const eraseJob: Job<{ accountId: string }> = {
  name: 'erase',
  payload: z.object({ accountId: z.string() }),
};

/** Must be called in the transaction that hides something, so that it is erased before long. */
export type RequestErasure = (unit: UnitOfWork) => Promise<void>;

export const erasureBy =
  (jobs: JobSender): RequestErasure =>
  (unit) =>
    jobs.send(unit, eraseJob, { accountId: unit.accountId });
