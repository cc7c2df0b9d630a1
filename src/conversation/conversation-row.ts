import type { Selectable } from 'kysely';
import type { Tables } from '../platform/db/tables.ts';
import type { Conversation } from './conversation.ts';

/** A conversation with the counter of its stream. */
type Row = Selectable<Tables['conversation']> & Pick<Selectable<Tables['stream']>, 'message_count' | 'seq'>;

export const conversationFromRow = (row: Row): Conversation => ({
  id: row.id,
  accountId: row.account_id,
  collectionId: row.collection_id,
  title: row.title,
  metadata: row.metadata,
  messageCount: row.message_count,
  eventSeq: row.seq,
  lastMessageAt: row.last_message_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
