import pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../platform/config/config.ts';
import { connectKysely, type Database } from '../platform/db/database.ts';

export interface OpenDatabase extends AsyncDisposable {
  readonly db: Database;
}

/** How long a query waits for a connection before it is answered as UNAVAILABLE. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Opens the database that the settings name. Postgres is not connected to yet: it may be away at the start. */
export async function openDatabase(config: Config['database'], log: Logger): Promise<OpenDatabase> {
  if (config.kind === 'embedded') throw new Error('The embedded database comes with src/platform/db/pglite');
  const pool = new pg.Pool({ connectionTimeoutMillis: CONNECT_TIMEOUT_MS, ...config.pool });
  // An idle connection that the server ends; the next query opens another.
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  const db = connectKysely(pool);
  return { db, [Symbol.asyncDispose]: () => db.destroy() };
}
