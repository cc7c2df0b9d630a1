import { sql } from 'kysely';
import { acrossAccounts } from './account-guard.ts';
import type { Database } from './database.ts';
import { tenantTables } from './tables.ts';

/**
 * Re-analyses all tables if anything was purged within a week: the planner's statistics contain column values, whole contents among
 * them, and Postgres itself takes new samples only after a tenth of a table has changed.
 */
export async function forgetSamples(db: Database, signal: AbortSignal): Promise<void> {
  const everywhere = acrossAccounts(db, ...tenantTables);
  const { rows } = await sql`select from purge_ledger where at > now() - interval '7 days' limit 1`.execute(everywhere);
  if (rows.length === 0) return;
  for (const table of tenantTables) {
    if (signal.aborted) return;
    // A lock may be held as long as an index build takes; the next daily run will analyse the table.
    await sql`analyze (skip_locked) ${sql.table(table)}`.execute(everywhere);
  }
}
