import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';

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
