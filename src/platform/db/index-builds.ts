import { sql } from 'kysely';
import type { Database } from './database.ts';

const lockClass = 7_316_403;

/**
 * Builds an index on a connection of its own. Does nothing while another process builds the same one: its result serves
 * everyone. Nobody waits for the lock, since a concurrent build waits for all transactions that wait.
 */
export const buildUnlessBuilt = (
  db: Database,
  name: string,
  build: (connection: Database) => Promise<void>,
): Promise<void> =>
  db.connection().execute(async (connection) => {
    const lock = sql`${lockClass}::int, hashtext(current_schema() || ${name})`;
    const { rows } = await sql<{ ours: boolean }>`select pg_try_advisory_lock(${lock}) as ours`.execute(connection);
    if (!rows[0]?.ours) return;
    try {
      await build(connection);
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection);
    }
  });
