import { sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import { forgetMaking } from '../platform/db/idempotency.ts';
import { notePurged } from '../platform/db/purge-ledger.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';

/**
 * Blanks the text and metadata of a visible message and deletes the idempotency keys of the calls that appended it; its place in
 * the conversation stays. Returns false for a message out of reach, which is left unchanged, and for an empty one.
 */
export const blankMessage = async (unit: UnitOfWork, reach: Reach, messageId: string): Promise<boolean> =>
  (await blankMessages(unit, reach, [messageId])) > 0;

/** The same for several messages, in a few statements however many they are. Returns how many were blanked. */
export async function blankMessages(unit: UnitOfWork, reach: Reach, messageIds: readonly string[]): Promise<number> {
  if (messageIds.length === 0) return 0;
  const { rows } = await sql<{ id: string; conversation_id: string; collection_id: string }>`
    update message set content = '', metadata = null
    from conversation join collection
      on collection.account_id = conversation.account_id and collection.id = conversation.collection_id
    where message.account_id = ${reach.accountId} and message.id = any(${messageIds}::uuid[])
      and conversation.account_id = message.account_id and conversation.id = message.conversation_id
      and ${isVisible(reach)} and (message.content <> '' or message.metadata is not null)
    returning message.id, message.conversation_id, conversation.collection_id`.execute(unit.db);
  const ids = rows.map(({ id }) => id);
  await notePurged(unit.db, reach.accountId, 'message', ids);
  await forgetMaking(unit.db, reach.accountId, ids);
  const conversations = new Map(rows.map((row) => [row.conversation_id, row.collection_id]));
  for (const [id, collectionId] of conversations) tellMessagesChanged(unit, { id, collectionId });
  return ids.length;
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
