import type { Selectable } from 'kysely';
import type { SelectedColumns } from '../platform/db/selected-columns.ts';
import type { Tables } from '../platform/db/tables.ts';
import type { Conversation } from './conversation.ts';

/** Named one by one, so that statements that read them can be prepared. */
export const conversationColumns = [
  'conversation.account_id',
  'conversation.id',
  'conversation.collection_id',
  'conversation.key',
  'conversation.title',
  'conversation.metadata',
  'conversation.last_message_at',
  'conversation.created_at',
  'conversation.updated_at',
] as const;

/** A conversation with the counters of its stream. */
type Row = SelectedColumns<'conversation', typeof conversationColumns> &
  Pick<Selectable<Tables['stream']>, 'message_count' | 'seq'>;

export const conversationFromRow = (row: Row): Conversation => ({
  id: row.id,
  accountId: row.account_id,
  collectionId: row.collection_id,
  key: row.key,
  title: row.title,
  metadata: row.metadata,
  messageCount: row.message_count,
  eventSeq: row.seq,
  lastMessageAt: row.last_message_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
