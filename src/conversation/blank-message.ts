import { sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import { forgetMaking } from '../platform/db/idempotency.ts';
import { notePurged } from '../platform/db/purge-ledger.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';

/**
 * Blanks the text and metadata of a visible message and deletes the idempotency keys of the calls that appended it; its place in
 * the conversation stays. Returns false for a message out of reach, which is left unchanged, and for an empty one.
 */
export async function blankMessage(unit: UnitOfWork, reach: Reach, messageId: string): Promise<boolean> {
  const { rows } = await sql<{ conversation_id: string; collection_id: string }>`
    update message set content = '', metadata = null
    from conversation join collection
      on collection.account_id = conversation.account_id and collection.id = conversation.collection_id
    where message.account_id = ${reach.accountId} and message.id = ${messageId}
      and conversation.account_id = message.account_id and conversation.id = message.conversation_id
      and ${isVisible(reach)} and (message.content <> '' or message.metadata is not null)
    returning message.conversation_id, conversation.collection_id`.execute(unit.db);
  const [blanked] = rows;
  if (!blanked) return false;
  await notePurged(unit.db, reach.accountId, 'message', [messageId]);
  await forgetMaking(unit.db, reach.accountId, [messageId]);
  tellMessagesChanged(unit, { id: blanked.conversation_id, collectionId: blanked.collection_id });
  return true;
}

/** Records that messages of a conversation, or their runs, were emptied: once per transaction, however many they are. */
export function tellMessagesChanged(
  unit: UnitOfWork,
  { id, collectionId }: { readonly id: string; readonly collectionId: string },
): void {
  const event = { type: 'ConversationChanged', subjectId: id, changed: ['messages'] } as const;
  unit.recordOnce({ ...event, kind: 'conversation', streamId: id });
  unit.recordOnce({ ...event, kind: 'collection', streamId: collectionId });
}
