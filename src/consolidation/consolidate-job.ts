import { z } from 'zod';
import type { Job } from '../platform/jobs/job.ts';

/** Works off a run of consolidation. */
export const consolidateJob: Job<{ accountId: string; runId: string }> = {
  name: 'consolidate',
  payload: z.object({ accountId: z.string(), runId: z.string() }),
  // One that waits long is taken for lost, and sent once more; two of a run would take it from each other.
  keyOf: ({ runId }) => runId,
  ownerOf: ({ accountId }) => accountId,
};

/** Applies what is safe of a run that was made of findings after writes. */
export const applyFindingsJob: Job<{ accountId: string; runId: string }> = {
  name: 'apply-findings',
  payload: z.object({ accountId: z.string(), runId: z.string() }),
};

/** Asks the language model what rules could not tell of new memories: nobody's findings wait for its answer. */
export const judgeFindingsJob: Job<{ accountId: string; collectionId: string; ids: string[] }> = {
  name: 'judge-findings',
  payload: z.object({ accountId: z.string(), collectionId: z.string(), ids: z.array(z.string()) }),
  ownerOf: ({ accountId }) => accountId,
};

/** Does what time alone brings about, for all accounts. */
export const lifecycleJob: Job<object> = { name: 'lifecycle', payload: z.object({}), keyOf: () => 'lifecycle' };

/** Once an hour. */
export const lifecycleTimes = '41 * * * *';
