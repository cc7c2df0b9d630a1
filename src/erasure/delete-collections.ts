import { hideCollections } from '../collection/hidden-collections.ts';
import type { Reach } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { countConversationsIn, hideConversations } from '../conversation/erase-conversations.ts';
import { countMemoriesIn, memoriesLearntIn } from '../memory/doomed-memories.ts';
import { tellOfGone } from '../memory/take-out-memories.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';

/** What was deleted: the collections, and numbers of the rest; memories of every status. */
export interface Deleted {
  readonly collectionIds: readonly string[];
  /** The parent of the collection; null if it had none, or everything was deleted. */
  readonly parentId: string | null;
  readonly conversations: number;
  readonly memories: number;
}

/** Hides a collection with its descendants (null: everything within reach), counts them, records the events and requests their erasure. */
export async function deleteWithin(
  unit: UnitOfWork,
  reach: Reach,
  id: string | null,
  requestErasure: RequestErasure,
): Promise<Deleted> {
  const { ids, parentId } = await hideCollections(unit, reach, id);
  const { db, accountId } = unit;
  const elsewhere = await memoriesLearntIn(db, reach, ids);
  const deleted = {
    collectionIds: ids,
    parentId,
    conversations: await countConversationsIn(db, accountId, ids),
    memories: (await countMemoriesIn(db, accountId, ids)) + elsewhere.filter(({ isSeen }) => isSeen).length,
  };
  // Memories learnt in their conversations are hidden with these, whichever collection they are in.
  await hideConversations(db, accountId, [...new Set(elsewhere.map(({ conversationId }) => conversationId))]);
  for (const memory of elsewhere) tellOfGone(unit, memory);
  // Tells subscribers of a collection, or of a conversation in it, that it is gone.
  for (const id of ids) {
    unit.record({ kind: 'collection', streamId: id, type: 'StreamEnded', subjectId: id, recall: true });
  }
  await requestErasure(unit);
  return deleted;
}
