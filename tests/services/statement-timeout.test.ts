import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signToken } from '../../src/account/token-signer.ts';
import { buildApp } from '../../src/app/build-app.ts';
import { openDatabase } from '../../src/app/open-database.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { createDatabase, type OwnDatabase } from '../support/own-database.ts';
import { folderForTest } from '../support/own-folder.ts';
import { send } from '../support/started-server.ts';

const JWT_SECRET = 'a secret of at least thirty-two characters';
const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const log = pino({ level: 'silent' });

describe.skipIf(databaseUrl === '')('a statement that takes too long (needs TEST_DATABASE_URL)', () => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createDatabase();
  });
  afterAll(() => own.drop());

  const configOf = (query = '') =>
    loadConfig({
      DATABASE_URL: own.url + query,
      STATEMENT_TIMEOUT_MS: '100',
      JWT_SECRET,
      PORT: '0',
      DATA_DIR: join(tmpdir(), own.name),
    });
  const sleep = sql`select pg_sleep(0.3)`;
  const givenUp = { code: '57014' };

  test('is cancelled for requests, inside and outside a transaction, but not in background work', async () => {
    await using opened = await openDatabase(configOf().database, log);
    await expect(sleep.execute(opened.db)).rejects.toMatchObject(givenUp);
    const transacted = opened.db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read');
    await expect(transacted.execute((transaction) => sleep.execute(transaction))).rejects.toMatchObject(givenUp);
    for (const db of [opened.jobs, opened.migrations]) {
      await expect(sleep.execute(db)).resolves.toBeDefined();
      await expect(db.transaction().execute((transaction) => sleep.execute(transaction))).resolves.toBeDefined();
    }
  });

  test('is cancelled in a transaction even if a pooler accepts no connection options', async () => {
    await using opened = await openDatabase(configOf('?options=').database, log);
    await expect(opened.db.transaction().execute((one) => sleep.execute(one))).rejects.toMatchObject(givenUp);
    const { rows } = await sql<{ bound: string }>`select current_setting('statement_timeout') as bound`.execute(
      opened.db,
    );
    expect(rows).toEqual([{ bound: '0' }]);
  });

  test('is answered as UNAVAILABLE, and the next request succeeds', async () => {
    const config = { ...configOf(), dataDir: folderForTest() };
    const claims = { principal: 'ada', plan: 'FREE', scopes: ['read'], expires: '1h' } as const;
    const token = await signToken(config.auth, claims);
    await using app = await buildApp(config, { log });
    await using locking = await openDatabase(config.database, log);
    const list = () => send(`${app.url}/graphql`, token, '{ collections(first: 1) { edges { node { id } } } }');
    await locking.jobs.transaction().execute(async (transaction) => {
      await sql`lock table collection in access exclusive mode`.execute(transaction);
      expect((await list()).errors).toMatchObject([
        { message: expect.stringContaining('took too long'), extensions: { code: 'UNAVAILABLE', retryAfter: 1 } },
      ]);
    });
    expect((await list()).data).toEqual({ collections: { edges: [] } });
  });
});
