import { purgeFromRuns, requeueingRuns } from '../agent/purge-from-runs.ts';
import { erasureBy, type RequestErasure } from '../collection/request-erasure.ts';
import { outdateAbout } from '../consolidation/outdate-proposals.ts';
import { moveRevisionsOfReplaced } from '../consolidation/proposal-changes.store.ts';
import { settlingMerges } from '../consolidation/settle-merges.ts';
import { takeBackPassedOn } from '../consolidation/take-back.ts';
import { blankNarrativesOf } from '../context/narrative.store.ts';
import type { BeforePurge } from '../memory/purge-memory.ts';
import type { JobSender } from '../platform/jobs/job.ts';

/** Steps before a memory is purged: later features remove what they keep of it. */
export const beforePurge: readonly BeforePurge[] = [
  purgeFromRuns,
  ({ db, accountId }, memoryId) => blankNarrativesOf(db, accountId, memoryId),
  takeBackPassedOn,
  (unit, memoryId) => outdateAbout(unit, [memoryId]),
  ({ db, accountId }, memoryId) => moveRevisionsOfReplaced(db, accountId, memoryId),
];

/** Requests the erasure of what a transaction hides, once later features have dealt with it. */
export const erasingBy = (jobs: JobSender): RequestErasure => requeueingRuns(settlingMerges(erasureBy(jobs)));
