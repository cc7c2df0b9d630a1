import { purgeFromRuns } from '../agent/purge-from-runs.ts';
import { outdateAbout } from '../consolidation/outdate-proposals.ts';
import { moveRevisionsOfReplaced } from '../consolidation/proposal-changes.store.ts';
import { takeBackPassedOn } from '../consolidation/take-back.ts';
import { blankNarrativesOf } from '../context/narrative.store.ts';
import type { BeforePurge } from '../memory/purge-memory.ts';

/** Steps before a memory is purged: later features remove what they keep of it. */
export const beforePurge: readonly BeforePurge[] = [
  purgeFromRuns,
  ({ db, accountId }, memoryId) => blankNarrativesOf(db, accountId, memoryId),
  takeBackPassedOn,
  (unit, memoryId) => outdateAbout(unit, [memoryId]),
  ({ db, accountId }, memoryId) => moveRevisionsOfReplaced(db, accountId, memoryId),
];
