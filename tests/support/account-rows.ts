import { sql } from 'kysely';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { tenantTables } from '../../src/platform/db/tables.ts';

/** Number of rows of an account by table, omitting empty tables. Takes the tables from the catalogue. */
export async function rowsOf(db: Database, accountId: string): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where column_name = 'account_id' and table_schema = 'public'
      -- It outlives what it tells of.
      and table_name <> 'purge_ledger' order by 1`.execute(db);
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(name)} where account_id = ${accountId}`.execute(
      acrossAccounts(db, ...tenantTables),
    );
    const count = rows[0]?.count ?? 0;
    if (count > 0) counts[name] = count;
  }
  return counts;
}
