import { z } from 'zod';
import type { Job } from '../platform/jobs/job.ts';

/** Executes a consolidation run. */
export const consolidateJob: Job<{ accountId: string; runId: string }> = {
  name: 'consolidate',
  payload: z.object({ accountId: z.string(), runId: z.string() }),
  // A job that waits long is taken for lost and sent again; two jobs of one run would take it from each other.
  keyOf: ({ runId }) => runId,
  ownerOf: ({ accountId }) => accountId,
};

/** Applies the safe proposals of a run that was made of findings after writes. */
export const applyFindingsJob: Job<{ accountId: string; runId: string }> = {
  name: 'apply-findings',
  payload: z.object({ accountId: z.string(), runId: z.string() }),
};

/**
 * Asks the language model about new memories that rules could not decide on. A job of its own, so that no other finding waits for
 * the answer.
 */
export const judgeFindingsJob: Job<{ accountId: string; collectionId: string; ids: string[] }> = {
  name: 'judge-findings',
  payload: z.object({ accountId: z.string(), collectionId: z.string(), ids: z.array(z.string()) }),
  ownerOf: ({ accountId }) => accountId,
};

/** Does what is due by time alone (see `runLifecycle`), for all accounts. */
export const lifecycleJob: Job<object> = { name: 'lifecycle', payload: z.object({}), keyOf: () => 'lifecycle' };

/** Once an hour. */
export const lifecycleTimes = '41 * * * *';
