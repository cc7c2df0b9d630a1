import { purgeFromRuns } from '../agent/purge-from-runs.ts';
import { moveRevisionsOfReplaced } from '../consolidation/proposal-changes.store.ts';
import { takeBackPassedOn } from '../consolidation/take-back.ts';
import { blankNarrativesOf } from '../context/narrative.store.ts';
import type { BeforePurge } from '../memory/purge-memory.ts';

/** Removes what later features keep of a memory before it is purged. */
export const beforePurge: readonly BeforePurge[] = [
  purgeFromRuns,
  ({ db, accountId }, memoryId) => blankNarrativesOf(db, accountId, memoryId),
  takeBackPassedOn,
  ({ db, accountId }, memoryId) => moveRevisionsOfReplaced(db, accountId, memoryId),
];
