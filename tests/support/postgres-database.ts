import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { parsePostgresUrl } from '../../src/platform/config/postgres-url.ts';
import { PreparingClient } from '../../src/platform/db/preparing-client.ts';
import { administer, withName } from './template-database.ts';
import { empty, shapeOf } from './used-database.ts';

/** A copy of the migrated database, and the shape of its catalogue when it was created. */
interface TestPostgres {
  readonly name: string;
  readonly url: string;
  readonly shape: string;
}

/** Emptied databases that earlier files left, for reuse: creating one writes 500 files, and dropping it removes them. */
const spare: TestPostgres[] = [];

const server = process.env['TEST_DATABASE_URL'] ?? '';

export async function takePostgres(max: number) {
  const database = spare.pop() ?? (await make());
  // On a pool of one, a query outside its transaction would wait forever for a connection.
  const pool = new pg.Pool({ Client: PreparingClient, ...parsePostgresUrl(database.url, null), max });
  return { database, pool };
}

async function make(): Promise<TestPostgres> {
  const template = inject('templateDatabase');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await administer(server, [`create database ${name} template ${template} strategy file_copy`]);
  const url = withName(server, name);
  return { name, url, shape: await connected(url, shapeOf) };
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
  // Without force: waits for closing connections, and fails if a pool was left open.
  else await administer(server, [`drop database ${database.name}`]);
}

async function isFree(connection: pg.Client): Promise<boolean> {
  const { rowCount } = await connection.query(
    'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  return rowCount === 0;
}

async function connected<Result>(url: string, ask: (connection: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
