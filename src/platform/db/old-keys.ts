import { sql } from 'kysely';
import { acrossAccounts } from './account-guard.ts';
import type { Database } from './database.ts';

/** Position in the scan of all keys, which follows the order of the primary key. */
interface Position {
  readonly account_id: string;
  readonly parent_id: string;
  readonly mutation: string;
  readonly key: string;
}

const beforeAll: Position = { account_id: '', parent_id: '', mutation: '', key: '' };

/** Deletes the expired idempotency keys of all accounts in one scan of the table, a page at a time. */
export async function forgetOldKeys(db: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  let position: Position | undefined = beforeAll;
  while (position && !signal.aborted)
    position = await forgetOldOf(acrossAccounts(db, 'idempotency'), position, pageSize);
}

/** Returns the end of the page; undefined after the last one. */
async function forgetOldOf(db: Database, after: Position, pageSize: number): Promise<Position | undefined> {
  const { rows } = await sql<Position>`
    with page as (
      select account_id, parent_id, mutation, key from idempotency
      where (account_id, parent_id, mutation, key) > (${after.account_id}, ${after.parent_id}, ${after.mutation}, ${after.key})
      order by account_id, parent_id, mutation, key limit ${pageSize}
    ), old as (
      delete from idempotency using page
      where idempotency.account_id = page.account_id and idempotency.parent_id = page.parent_id
        and idempotency.mutation = page.mutation and idempotency.key = page.key
        and idempotency.created_at < now() - interval '24 hours'
    )
    select * from page order by account_id desc, parent_id desc, mutation desc, key desc limit 1`.execute(db);
  return rows[0];
}
