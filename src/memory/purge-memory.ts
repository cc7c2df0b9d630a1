import type { Reach } from '../collection/reach.ts';
import { forgetKeys } from '../platform/db/idempotency.ts';
import { notePurged } from '../platform/db/purge-ledger.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Actor } from './actor.ts';
import { changeMany, currentCount, lockExpected } from './change-memory.ts';
import { type LockedMemory, lockMemories } from './lock-memories.ts';
import type { Memory } from './memory.ts';
import { blankReasonsAbout, deleteMemory, lockToDelete, predecessorIds } from './purge-memory.store.ts';
import { uncountMemories } from './statistics.store.ts';
import { takeBackFromWithdrawn } from './take-back-withdrawn.ts';

/**
 * Blanks the text of a memory's source message if it is within reach. Conversations depend on memories, not the reverse, so app/
 * injects this.
 */
export type BlankMessage = (unit: UnitOfWork, reach: Reach, messageId: string) => Promise<void>;

/** Removes what later features store about a memory before it is purged; app/ injects it. */
export type BeforePurge = (unit: UnitOfWork, memoryId: string) => Promise<void>;

interface Purge {
  readonly id: string;
  readonly expectedRevision: number | null | undefined;
  readonly actor: Actor;
  /** Null: the source message keeps its text. */
  readonly blankMessage: BlankMessage | null;
  readonly before: readonly BeforePurge[];
}

/** Removes a memory and everything about it. Its predecessors and its successor stay; only the links to it are removed. */
export async function purgeMemory(unit: UnitOfWork, reach: Reach, purge: Purge): Promise<Memory> {
  const before = await lockPredecessors(unit, reach, purge.id);
  const { memory } = await lockExpected(unit, reach, purge.id, purge.expectedRevision);
  // From here on, links that were just committed are visible, and no new ones can be made.
  await lockToDelete(unit.db, memory);
  const predecessors = [...before, ...(await lockPredecessors(unit, reach, purge.id, before))];
  for (const take of purge.before) await take(unit, purge.id);
  const linked = predecessors.map((one) => one.memory);
  await takeBackFromWithdrawn(unit, memory);
  await changeMany(unit, linked, 'unlinked', { actor: purge.actor });
  await uncountMemories(unit.db, memory.accountId, [memory.id]);
  // Comes first, since it waits for calls that just found the memory as their duplicate; only then are their keys visible.
  await deleteMemory(unit.db, memory);
  await notePurged(unit.db, memory.accountId, 'memory', [memory.id]);
  await forgetKeys(unit.db, memory.accountId, [memory.id]);
  await blankReasonsAbout(unit.db, memory.accountId, [memory.id]);
  if (memory.messageId !== null) await purge.blankMessage?.(unit, reach, memory.messageId);
  unit.record({
    kind: 'collection',
    streamId: memory.collectionId,
    type: 'MemoryForgotten',
    subjectId: memory.id,
    recall: true,
    memories: -currentCount(memory),
  });
  return memory;
}

/**
 * Locks its predecessors except `known`. They are locked before it, as along any chain; the second call, once it is locked, finds
 * what was merged into it meanwhile, and no more can follow.
 */
async function lockPredecessors(
  unit: UnitOfWork,
  reach: Reach,
  id: string,
  known: readonly LockedMemory[] = [],
): Promise<LockedMemory[]> {
  const knownIds = new Set(known.map(({ memory }) => memory.id));
  const ids = (await predecessorIds(unit.db, reach.accountId, id)).filter((one) => !knownIds.has(one));
  const locked = await lockMemories(unit.db, reach, ids);
  return [...locked.values()].filter(({ memory }) => memory.supersededById === id);
}
