import { sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

/** Ends once a statement of another connection waits for a lock that this transaction holds. */
export async function someoneWaitsFor(holder: Database): Promise<void> {
  const waiting = sql<{ waits: boolean }>`
    select exists (select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))) as waits
    from pg_sleep(0.01)`;
  while (!(await waiting.execute(holder)).rows[0]?.waits);
}
