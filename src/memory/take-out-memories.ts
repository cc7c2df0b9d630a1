import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { countLinkedTo, memoriesLearntFrom } from './learnt-memories.store.ts';

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
  const current = learnt.filter(({ status }) => status === 'CURRENT');
  const elsewhere = current.filter(({ collectionId }) => collectionId !== conversation.collectionId);
  for (const { id, collectionId } of elsewhere) {
    const event = { type: 'MemoryForgotten', subjectId: id, recall: true, memories: -1 } as const;
    unit.record({ ...event, kind: 'collection', streamId: collectionId });
  }
  return { deleted: learnt.length, kept, current: current.length - elsewhere.length };
}
