import { sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

/** Ends once a statement waits for a lock in the test's own database, to be sent on another connection than the one that holds it. */
export async function someoneWaits(db: Database): Promise<void> {
  const waiting = sql<{ waits: boolean }>`select exists (select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock') as waits from pg_sleep(0.01)`;
  while (!(await waiting.execute(db)).rows[0]?.waits);
}
