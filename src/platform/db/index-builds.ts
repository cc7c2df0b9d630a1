import { sql } from 'kysely';
import type { Database } from './database.ts';

const lockClass = 7_316_403;

/**
 * Builds an index on a connection of its own. Where somebody is about the same one it does nothing: what that one builds holds for
 * all. Nobody waits for the lock, since a concurrent build waits for all who wait.
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
