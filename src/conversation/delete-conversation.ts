import type { Reach } from '../collection/reach.ts';
import { type TakenOut, takeOutMemories } from '../memory/take-out-memories.ts';
import { forgetMaking } from '../platform/db/idempotency.ts';
import { notePurged } from '../platform/db/purge-ledger.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { ConversationStore } from './conversation.store.ts';
import type { Conversation } from './conversation.ts';
import { hideConversations } from './erase-conversations.ts';

/** Returns a conversation within reach. Throws NotFoundError if it is gone. */
export async function conversationToDelete({ db }: UnitOfWork, reach: Reach, id: string): Promise<Conversation> {
  const [conversation] = await new ConversationStore(db).byIds(reach, [id]);
  if (!conversation) throw new NotFoundError({ type: 'Conversation', id });
  return conversation;
}

/**
 * Hides a conversation and everything learnt in it within a transaction, and removes that from the counts at once. Retrying the
 * call that created it, with its key, then creates another one. What was learnt out of reach goes, too, but is not counted for who deletes.
 */
export async function deleteConversation(
  unit: UnitOfWork,
  reach: Reach,
  conversation: Conversation,
): Promise<TakenOut> {
  const { accountId, id, collectionId } = conversation;
  const isThere = await new ConversationStore(unit.db).lock(accountId, id, 'delete');
  if (!isThere) throw new NotFoundError({ type: 'Conversation', id });
  const takenOut = await takeOutMemories(unit, reach, conversation);
  await hideConversations(unit.db, accountId, [id]);
  await notePurged(unit.db, accountId, 'conversation', [id]);
  await forgetMaking(unit.db, accountId, [id]);
  const event = { type: 'ConversationDeleted', subjectId: id } as const;
  unit.record({ ...event, kind: 'conversation', streamId: id });
  unit.record({
    ...event,
    kind: 'collection',
    streamId: collectionId,
    recall: takenOut.deleted > 0,
    conversations: -1,
    memories: -takenOut.current,
  });
  return takenOut;
}
