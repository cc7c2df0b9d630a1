import { sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';

/** Takes collections out of every reader's sight, for their erasure. */
export async function hideCollections(db: Database, accountId: string, ids: readonly string[]): Promise<void> {
  await db
    .updateTable('collection')
    .set({ deleted_at: sql`now()` })
    .where('account_id', '=', accountId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

/**
 * Some hidden collections with none below them, held until the transaction ends: whoever was still writing into them
 * has finished, and whoever comes later waits.
 */
export async function lockHiddenCollections(db: Database, accountId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from collection
    where account_id = ${accountId} and deleted_at is not null and not exists (
      select from collection child where child.account_id = ${accountId} and child.parent_id = collection.id)
    order by id limit ${limit} for update`.execute(db);
  return rows.map(({ id }) => id);
}

/** Deletes collections that hold nothing any more; answers their ids. */
export async function deleteCollections(db: Database, accountId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .deleteFrom('collection')
    .where('account_id', '=', accountId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The accounts that have hidden collections. */
export async function accountsWithHiddenCollections(db: Database): Promise<string[]> {
  const rows = await acrossAccounts(db, 'collection')
    .selectFrom('collection')
    .select('account_id')
    .distinct()
    .where('deleted_at', 'is not', null)
    .execute();
  return rows.map((row) => row.account_id);
}
