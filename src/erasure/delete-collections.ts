import { hideCollections } from '../collection/hidden-collections.ts';
import type { Reach } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { countConversationsIn, hideConversations } from '../conversation/erase-conversations.ts';
import { countMemoriesIn, memoriesLearntIn } from '../memory/doomed-memories.ts';
import { tellOfGone } from '../memory/take-out-memories.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';

/** How much a deletion took, memories of every status. */
export interface Deleted {
  readonly collections: number;
  readonly conversations: number;
  readonly memories: number;
}

/** Hides a collection with all below it, or with null all of the reach; counts what goes, tells of it, and has it erased. */
export async function deleteWithin(
  unit: UnitOfWork,
  reach: Reach,
  id: string | null,
  requestErasure: RequestErasure,
): Promise<Deleted> {
  const ids = await hideCollections(unit, reach, id);
  const { db, accountId } = unit;
  const elsewhere = await memoriesLearntIn(db, accountId, ids);
  const deleted = {
    collections: ids.length,
    conversations: await countConversationsIn(db, accountId, ids),
    memories: (await countMemoriesIn(db, accountId, ids)) + elsewhere.length,
  };
  // What was learnt in their conversations is hidden with these, in whatever collection it stands.
  await hideConversations(db, accountId, [...new Set(elsewhere.map(({ conversationId }) => conversationId))]);
  for (const memory of elsewhere) tellOfGone(unit, memory);
  // Whoever follows one of them, or a conversation in it, learns from this that it is gone.
  for (const id of ids) {
    unit.record({ kind: 'collection', streamId: id, type: 'StreamEnded', subjectId: id, recall: true });
  }
  await requestErasure(unit);
  return deleted;
}
