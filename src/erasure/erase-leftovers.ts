import { sql } from 'kysely';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';

/** Retries erasures that failed too often, or lost their job: what is hidden must not stay. */
export async function eraseLeftovers(db: Database, requestErasure: RequestErasure): Promise<void> {
  for (const accountId of await accountsWithHidden(db)) await inUnitOfWork(db, accountId, requestErasure);
}

/** The accounts that have hidden collections or conversations. */
async function accountsWithHidden(db: Database): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    select account_id as "accountId" from collection where deleted_at is not null
    union
    select account_id from conversation where deleted_at is not null`.execute(
    acrossAccounts(db, 'collection', 'conversation'),
  );
  return rows.map(({ accountId }) => accountId);
}
