import pg from 'pg';
import { parsePostgresUrl } from '../../src/platform/config/postgres-url.ts';
import { PreparingClient } from '../../src/platform/db/preparing-client.ts';
import { connected } from './administer.ts';
import { createDatabase, type OwnDatabase } from './own-database.ts';
import { empty, shapeOf } from './used-database.ts';

/** A copy of the migrated database, and the shape of its catalogue when it was created. */
interface TestPostgres extends OwnDatabase {
  readonly shape: string;
}

/** Emptied databases that earlier files left, for reuse: creating one writes 500 files, and dropping it removes them. */
const spare: TestPostgres[] = [];

export async function takePostgres(max: number) {
  const database = spare.pop() ?? (await make());
  // On a pool of one, a query outside its transaction would wait forever for a connection.
  const pool = new pg.Pool({ Client: PreparingClient, ...parsePostgresUrl(database.url, null), max });
  return { database, pool };
}

async function make(): Promise<TestPostgres> {
  const database = await createDatabase();
  return { ...database, shape: await connected(database.url, shapeOf) };
}

/** Empties a database for the next file. Drops it if more than its rows changed or if it is still in use. */
export async function giveBackPostgres({ database, pool }: Awaited<ReturnType<typeof takePostgres>>): Promise<void> {
  await pool.end();
  const isAsMade = await connected(database.url, async (connection) => {
    if (!(await isFree(connection)) || (await shapeOf(connection)) !== database.shape) return false;
    await empty(connection);
    // Also spares autovacuum work on rows that are gone.
    await connection.query('select pg_stat_reset()');
    return true;
  });
  if (isAsMade) spare.push(database);
  else await database.drop();
}

async function isFree(connection: pg.Client): Promise<boolean> {
  const { rowCount } = await connection.query(
    'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  return rowCount === 0;
}
