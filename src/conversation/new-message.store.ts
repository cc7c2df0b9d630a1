import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Conversation } from './conversation.ts';
import type { Message } from './message.ts';
import type { NewMessage } from './new-message.ts';

/**
 * Appends messages to a conversation that the transaction has locked, so that their numbers have no gaps, and updates when its
 * newest was sent. Timestamps are the statement's, not the transaction's, which may have begun before the previous message was
 * sent.
 */
export async function insertMessages(
  db: Database,
  { accountId, id: conversationId }: Pick<Conversation, 'accountId' | 'id'>,
  messages: readonly NewMessage[],
): Promise<Message[]> {
  const { rows } = await sql<{ id: string; seq: number; sent_at: Date; created_at: Date }>`
    with written as (
      insert into message (account_id, id, conversation_id, seq, role, speaker, content, metadata, sent_at, created_at)
      select ${accountId}, id, ${conversationId}::uuid, ordinal + (
          select coalesce(max(seq), 0) from message
          where account_id = ${accountId} and conversation_id = ${conversationId}),
        role, speaker, content, metadata, coalesce(sent_at, statement_timestamp()), statement_timestamp()
      from json_to_recordset(${JSON.stringify(messages.map(inputRow))}::json) as item (
        ordinal int, id uuid, role text, speaker text, content text, metadata jsonb, sent_at timestamptz)
      returning id, seq, sent_at, created_at
    ), touched as (
      update conversation set updated_at = statement_timestamp(),
        last_message_at = greatest(last_message_at, (select max(sent_at) from written))
      where account_id = ${accountId} and id = ${conversationId}
    )
    select id, seq, sent_at, created_at from written`.execute(db);
  const given = new Map(rows.map((row) => [row.id, row]));
  return messages.map(({ remember, idempotencyKey, ...message }) => {
    const row = given.get(message.id);
    if (!row) throw new Error(`Message ${message.id} was not written`);
    return { ...message, accountId, conversationId, seq: row.seq, sentAt: row.sent_at, createdAt: row.created_at };
  });
}

const inputRow = (message: NewMessage, index: number) => ({
  ordinal: index + 1,
  id: message.id,
  role: message.role,
  speaker: message.speaker,
  content: message.content,
  metadata: message.metadata,
  sent_at: message.sentAt,
});
