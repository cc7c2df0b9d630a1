import { sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

/** Returns once a statement of another connection waits for a lock that this transaction holds. */
export async function someoneWaitsFor(holder: Database): Promise<void> {
  const waiting = sql<{ waits: boolean }>`
    select exists (select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))) as waits
    from pg_sleep(0.01)`;
  while (!(await waiting.execute(holder)).rows[0]?.waits);
}

/** Returns once this many connections of this database wait for a lock. */
export async function someWait(db: Database, connections: number): Promise<void> {
  // Not by pg_stat_activity: within a transaction it leaves out connections made since it was first read there.
  const waiting = sql<{ waiting: number }>`
    select count(distinct pid)::int as waiting from pg_sleep(0.01), pg_locks waits join pg_locks holds using (pid)
    where not waits.granted and holds.database = (select oid from pg_database where datname = current_database())`;
  while (((await waiting.execute(db)).rows[0]?.waiting ?? 0) < connections);
}
