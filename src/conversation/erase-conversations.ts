import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { fetchCount } from '../platform/db/page.ts';

/** Hides conversations, and what was learnt in them, from all readers; their rows stay until they are erased. */
export async function hideConversations(db: Database, accountId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('conversation')
    .set({ deleted_at: sql`now()` })
    .where('account_id', '=', accountId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

/** Number of conversations in these collections, without deleted ones. */
export function countConversationsIn(
  db: Database,
  accountId: string,
  collectionIds: readonly string[],
): Promise<number> {
  const conversations = db
    .selectFrom('conversation')
    .where('account_id', '=', accountId)
    .where(sql<boolean>`collection_id = any(${collectionIds}::uuid[])`)
    .where('deleted_at', 'is', null);
  return fetchCount(conversations);
}

/** Locks up to `limit` hidden conversations, or conversations of these collections, against writers until the transaction ends. */
export async function lockConversations(
  db: Database,
  accountId: string,
  which: 'hidden' | { readonly collectionIds: readonly string[] },
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('account_id', '=', accountId)
    .where(
      which === 'hidden'
        ? sql<boolean>`deleted_at is not null`
        : sql<boolean>`collection_id = any(${which.collectionIds}::uuid[])`,
    )
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** Deletes up to `limit` messages of conversations from which nothing is learnt any more; returns their ids. */
export async function eraseMessages(
  db: Database,
  accountId: string,
  conversationIds: readonly string[],
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from message where account_id = ${accountId} and id = any(array(
      select id from message where account_id = ${accountId} and conversation_id = any(${conversationIds}::uuid[])
      limit ${limit}))
    returning id`.execute(db);
  return rows.map(({ id }) => id);
}
