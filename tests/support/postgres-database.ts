import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { PreparingClient } from '../../src/platform/db/preparing-client.ts';
import { administer, withName } from './template-database.ts';
import { empty, shapeOf } from './used-database.ts';

/** A copy of the migrated database, and what its catalogue was like when it was made. */
interface TestPostgres {
  readonly name: string;
  readonly url: string;
  readonly shape: string;
}

/** What files before have left empty, for those that come: to make one writes 500 files, and to drop it takes them away. */
const spare: TestPostgres[] = [];

const server = process.env['TEST_DATABASE_URL'] ?? '';

export async function takePostgres(max: number) {
  const database = spare.pop() ?? (await make());
  const { url: connectionString } = database;
  // Waiting for ever for a connection is what a query outside its transaction does on a pool of one.
  const pool = new pg.Pool({ Client: PreparingClient, connectionString, max, connectionTimeoutMillis: 10_000 });
  return { database, pool };
}

async function make(): Promise<TestPostgres> {
  const template = inject('templateDatabase');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await administer(server, [`create database ${name} template ${template} strategy file_copy`]);
  const url = withName(server, name);
  return { name, url, shape: await connected(url, shapeOf) };
}

/** Leaves it to the next file as it was made; one that was changed in other ways than by its rows, or is still in use, is dropped. */
export async function giveBackPostgres({ database, pool }: Awaited<ReturnType<typeof takePostgres>>): Promise<void> {
  await pool.end();
  const isAsMade = await connected(database.url, async (connection) => {
    if (!(await isFree(connection)) || (await shapeOf(connection)) !== database.shape) return false;
    await empty(connection);
    // Nor has the autovacuum anything to do for what is gone.
    await connection.query('select pg_stat_reset()');
    return true;
  });
  if (isAsMade) spare.push(database);
  // Without force it waits for the closing connections, and fails where a pool was left open.
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
