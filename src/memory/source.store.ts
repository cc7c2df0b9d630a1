import { sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';

/** What a memory takes over from its source message. */
export interface Source {
  readonly messageId: string;
  readonly conversationId: string;
  readonly speaker: string | null;
  readonly sentAt: Date;
}

/** Returns the visible messages as sources of memories. A read model of conversations, which depend on memories. */
export async function findSources(
  db: Database,
  reach: Reach,
  messageIds: readonly string[],
): Promise<Map<string, Source>> {
  if (messageIds.length === 0) return new Map();
  const sources: Source[] = await db
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .whereRef('conversation.account_id', '=', 'message.account_id')
    .innerJoin('collection', 'collection.id', 'conversation.collection_id')
    .whereRef('collection.account_id', '=', 'conversation.account_id')
    .where(isVisible(reach))
    .where('conversation.deleted_at', 'is', null)
    .where('message.id', 'in', messageIds)
    .select([
      'message.id as messageId',
      'message.conversation_id as conversationId',
      'message.speaker',
      'message.sent_at as sentAt',
    ])
    .execute();
  return new Map(sources.map((source) => [source.messageId, source]));
}

/**
 * Keeps conversations from being deleted, alone or with their collection, until the transaction ends; returns those that still
 * exist. A transaction that writes what was learnt in a conversation locks it first: its deletion waits, and then counts
 * correctly. Collections are locked before conversations, all in their order, as deletions do; `collectionIds`: further ones that the
 * transaction will need.
 */
export async function holdConversations(
  db: Database,
  accountId: string,
  ids: readonly string[],
  collectionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    with home as materialized (
      select id from collection where account_id = ${accountId} and deleted_at is null and id = any(
        ${collectionIds}::uuid[] || array(
          select collection_id from conversation where account_id = ${accountId} and id = any(${ids}::uuid[])))
      order by id for key share
    )
    select id from conversation
    where account_id = ${accountId} and id = any(${ids}::uuid[]) and deleted_at is null
      and collection_id = any(array(select id from home))
    order by id for key share`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
