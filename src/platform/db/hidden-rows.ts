import { sql } from 'kysely';
import { acrossAccounts } from './account-guard.ts';
import type { Database } from './database.ts';

/** Deletes hidden collections or conversations once everything in them has been erased; returns their ids. */
export async function deleteHidden(
  db: Database,
  table: 'collection' | 'conversation',
  accountId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from ${sql.table(table)} where account_id = ${accountId} and id = any(${ids}::uuid[]) returning id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** The accounts that have hidden collections or conversations. */
export async function accountsWithHidden(db: Database): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    select account_id as "accountId" from collection where deleted_at is not null
    union
    select account_id from conversation where deleted_at is not null`.execute(
    acrossAccounts(db, 'collection', 'conversation'),
  );
  return rows.map(({ accountId }) => accountId);
}
