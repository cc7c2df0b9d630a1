import { purgeFromRuns } from '../agent/purge-from-runs.ts';
import { leaveUndoable, takeBackPassedOn } from '../consolidation/take-back.ts';
import { blankNarratives } from '../context/blank-narratives.ts';
import type { BeforePurge } from '../memory/purge-memory.ts';

/** What later features keep of a memory goes before it is purged. */
export const beforePurge: readonly BeforePurge[] = [purgeFromRuns, blankNarratives, takeBackPassedOn, leaveUndoable];
