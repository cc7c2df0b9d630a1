import { sql } from 'kysely';
import { acrossAccounts } from './account-guard.ts';
import type { Database } from './database.ts';
import { onlyRow } from './only-row.ts';
import type { PurgedKind } from './purge-ledger-table.ts';

/** One entry of the ledger. */
export interface Purged {
  readonly accountId: string;
  readonly kind: PurgedKind;
  readonly id: string;
}

/** Records, in the transaction that purges these objects, that they must be purged again after a restore. */
export async function notePurged(
  db: Database,
  accountId: string,
  kind: PurgedKind,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into purge_ledger (account_id, kind, id) select ${accountId}, ${kind}, unnest(${ids}::uuid[])
    on conflict do nothing`.execute(db);
}

/** Returns entries of transactions from `since` on (null: all), and where to continue: before any transaction that may still commit. */
export async function readLedger(
  db: Database,
  since: string | null,
): Promise<{ readonly purged: readonly Purged[]; readonly next: string }> {
  const { next } = await onlyRow(
    db,
    sql<{ next: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as next`,
  );
  const purged = await acrossAccounts(db, 'purge_ledger')
    .selectFrom('purge_ledger')
    .select(['account_id as accountId', 'kind', 'id'])
    .$if(since !== null, (query) => query.where(sql<boolean>`written_by >= ${since}::xid8`))
    .orderBy('at')
    .execute();
  return { purged, next };
}

/**
 * A dump restored on another server brings that server's transaction numbers. Entries with numbers that this server has not reached would be read again
 * each time until it reaches them, so they get the number of this transaction.
 */
export async function renumberRestored(db: Database): Promise<void> {
  await sql`update purge_ledger set written_by = default where written_by >= pg_snapshot_xmax(pg_current_snapshot())`.execute(
    acrossAccounts(db, 'purge_ledger'),
  );
}

/** Whether the database holds anything that a restore may have brought back. At a first start it is empty. */
export async function mayBeRestored(db: Database): Promise<boolean> {
  const { may } = await onlyRow(
    acrossAccounts(db, 'collection', 'api_key'),
    sql<{ may: boolean }>`select exists (select from collection) or exists (select from api_key) as may`,
  );
  return may;
}

/** Deletes entries older than any backup that may be restored. */
export async function forgetOldPurges(db: Database, days: number): Promise<void> {
  await sql`delete from purge_ledger where at < now() - ${days}::int * interval '1 day'`.execute(
    acrossAccounts(db, 'purge_ledger'),
  );
}
