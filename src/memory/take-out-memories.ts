import type { Reach } from '../collection/reach.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { currentCount } from './change-memory.ts';
import { countLinkedTo, type DoomedMemory, memoriesLearntFrom } from './doomed-memories.ts';

/** Effects of deleting a conversation on memories. */
export interface TakenOut {
  /** Number of memories within reach that were learnt in it, whatever their status. */
  readonly deleted: number;
  /** Number of memories within reach, learnt elsewhere, that superseded one of those or were superseded by one; they are kept. */
  readonly kept: number;
  /** Number of deleted CURRENT memories in the conversation's own collection, by which its count has to be lowered. */
  readonly current: number;
}

/**
 * Removes what was learnt in a conversation from the counts, within the transaction that hides the conversation and before it
 * does. Other collections get an event per memory, since they do not know the conversation.
 */
export async function takeOutMemories(
  unit: UnitOfWork,
  reach: Reach,
  conversation: { readonly id: string; readonly collectionId: string },
): Promise<TakenOut> {
  const learnt = await memoriesLearntFrom(unit.db, reach, conversation.id);
  const seen = learnt.filter(({ isSeen }) => isSeen);
  const kept = seen.length === 0 ? 0 : await countLinkedTo(unit.db, reach, conversation.id, seen);
  let current = 0;
  for (const memory of learnt) {
    if (memory.collectionId !== conversation.collectionId) tellOfGone(unit, memory);
    else current += currentCount(memory);
  }
  return { deleted: seen.length, kept, current };
}

/**
 * Records in a memory's collection that it was deleted with a conversation of another one. Whatever its status: lists and
 * searches that include other statuses have changed too.
 */
export function tellOfGone(unit: UnitOfWork, memory: DoomedMemory): void {
  const event = { type: 'MemoryForgotten', subjectId: memory.id, recall: true } as const;
  unit.record({ ...event, kind: 'collection', streamId: memory.collectionId, memories: -currentCount(memory) });
}
