import type { Selectable } from 'kysely';
import type { Tables } from '../platform/db/tables.ts';
import type { Message, MessageHead } from './message.ts';

/** All columns but the content, for those who must not read it. */
export const headColumns = [
  'account_id',
  'id',
  'conversation_id',
  'seq',
  'role',
  'speaker',
  'metadata',
  'sent_at',
  'created_at',
] as const;

export type HeadRow = Pick<Selectable<Tables['message']>, (typeof headColumns)[number]>;

export const headFromRow = (row: HeadRow): MessageHead => ({
  id: row.id,
  accountId: row.account_id,
  conversationId: row.conversation_id,
  seq: row.seq,
  role: row.role,
  speaker: row.speaker,
  metadata: row.metadata,
  sentAt: row.sent_at,
  createdAt: row.created_at,
});

export const messageFromRow = (row: HeadRow & { readonly content: string }): Message => ({
  ...headFromRow(row),
  content: row.content,
});
