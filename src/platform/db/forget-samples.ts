import { sql } from 'kysely';
import { acrossAccounts } from './account-guard.ts';
import type { Database } from './database.ts';
import { tenantTables } from './tables.ts';

/**
 * Has Postgres take new samples of all tables where something was purged within a week. It plans by values of their columns, whole contents among
 * them, and by itself takes others only after a tenth of a table has changed.
 */
export async function forgetSamples(db: Database, signal: AbortSignal): Promise<void> {
  const everywhere = acrossAccounts(db, ...tenantTables);
  const { rows } = await sql`select from purge_ledger where at > now() - interval '7 days' limit 1`.execute(everywhere);
  if (rows.length === 0) return;
  for (const table of tenantTables) {
    if (signal.aborted) return;
    // Whoever holds it now may take as long as an index is built; tomorrow is another day.
    await sql`analyze (skip_locked) ${sql.table(table)}`.execute(everywhere);
  }
}
