import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/app/open-database.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { isDatabaseUnavailable } from '../../src/platform/database-errors.ts';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { PreparingClient } from '../../src/platform/db/preparing-client.ts';
import { exportData } from '../../src/platform/transfer/export-data.ts';
import { importData } from '../../src/platform/transfer/import-data.ts';
import { createDatabase, type OwnDatabase } from '../support/own-database.ts';
import { folderForTest } from '../support/own-folder.ts';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;

describe.skipIf(databaseUrl === '')('a transaction whose process is frozen (needs TEST_DATABASE_URL)', () => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createDatabase();
  });
  afterAll(() => own.drop());

  /** Connections whose transactions may pause so long between statements, in milliseconds. */
  const impatient = (url: string, Client: typeof pg.Client, pauseMs: number) => {
    const pool = new pg.Pool({ connectionString: url, Client, max: 2 });
    pool.on('connect', (client) => client.on('error', () => {}));
    return connectKysely(pool, { statementMs: 0, pauseMs, readingPauseMs: pauseMs });
  };
  const lock = (db: Database) => sql`select pg_advisory_xact_lock(1)`.execute(db);

  test.each([
    ['with prepared statements', PreparingClient],
    ['as behind PgBouncer', pg.Client],
  ])('is ended by the server, so that others get its locks: connections %s', async (_, Client) => {
    await using db = impatient(own.url, Client, 100);
    const frozen = db.transaction().execute(async (transaction) => {
      await lock(transaction);
      // Ends only when the server has ended this transaction, which does nothing meanwhile.
      await db.transaction().execute((other) => lock(other));
      await sql`select 1`.execute(transaction);
    });
    const error: unknown = await frozen.catch((thrown: unknown) => thrown);
    expect(error).toSatisfy(isDatabaseUnavailable);
    const { rows } = await db.transaction().execute((next) => sql`select 1 as one`.execute(next));
    expect(rows).toEqual([{ one: 1 }]);
  });

  test.each(['', '?options='])(
    'may pause for a quarter of a minute, and longer only to read (URL with "%s")',
    async (query) => {
      const { database } = loadConfig({ DATABASE_URL: own.url + query });
      await using opened = await openDatabase(database, pino({ level: 'silent' }));
      for (const db of [opened.db, opened.jobs, opened.migrations]) {
        const pause = sql<{ pause: string }>`select current_setting('idle_in_transaction_session_timeout') as pause`;
        const writing = await db.transaction().execute((one) => pause.execute(one));
        const reading = await db
          .transaction()
          .setAccessMode('read only')
          .execute((one) => pause.execute(one));
        expect([writing.rows, reading.rows]).toEqual([[{ pause: '15s' }], [{ pause: '10min' }]]);
      }
    },
  );

  test('exports and imports may pause as long as their disk needs', async () => {
    const path = join(folderForTest(), 'data');
    const other = await createDatabase();
    for (const [url, move] of [
      [own.url, exportData],
      [other.url, importData],
    ] as const) {
      await using db = impatient(url, PreparingClient, 1);
      await expect(move(db, path)).resolves.toMatchObject({ format: 'mnemograph-data' });
    }
    await other.drop();
  });
});
