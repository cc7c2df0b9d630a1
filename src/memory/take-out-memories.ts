import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { countLinkedTo, memoriesLearntFrom } from './learnt-memories.store.ts';
import type { MemoryStatus } from './memory.ts';

/** What goes with a conversation. */
export interface TakenOut {
  /** Memories that were learnt in it, whatever their status. */
  readonly deleted: number;
  /** Memories learnt elsewhere that superseded one of those, or were superseded by one: they stay. */
  readonly kept: number;
  /** The CURRENT ones among the deleted that stand in its own collection, by which that one's count is to be lowered. */
  readonly current: number;
}

/**
 * Takes what was learnt in a conversation out of the counts, within the transaction that hides the conversation and
 * before it does. Other collections are told of each memory, since they do not know the conversation.
 */
export async function takeOutMemories(
  unit: UnitOfWork,
  conversation: { readonly id: string; readonly collectionId: string },
): Promise<TakenOut> {
  const learnt = await memoriesLearntFrom(unit.db, unit.accountId, conversation.id);
  const kept = learnt.length === 0 ? 0 : await countLinkedTo(unit.db, unit.accountId, conversation.id, learnt);
  let current = 0;
  for (const memory of learnt) {
    if (memory.collectionId !== conversation.collectionId) tellOfGone(unit, memory);
    else if (memory.status === 'CURRENT') current += 1;
  }
  return { deleted: learnt.length, kept, current };
}

/**
 * Tells the collection of a memory that it went with a conversation of another one. Whatever its status: lists and searches
 * of what is not CURRENT have changed, too.
 */
export function tellOfGone(
  unit: UnitOfWork,
  { id, collectionId, status }: { readonly id: string; readonly collectionId: string; readonly status: MemoryStatus },
): void {
  const event = { type: 'MemoryForgotten', subjectId: id, recall: true } as const;
  unit.record({ ...event, kind: 'collection', streamId: collectionId, memories: status === 'CURRENT' ? -1 : 0 });
}
