import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { signToken } from '../../src/account/token-signer.ts';
import { type App, buildApp } from '../../src/app/build-app.ts';
import { meteredPool } from '../../src/app/metered-pool.ts';
import { type OpenDatabase, openDatabase } from '../../src/app/open-database.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { workFor } from '../../src/platform/turns/requester.ts';
import { RequesterGoneError } from '../../src/platform/turns/turns.errors.ts';
import { administer, withName } from '../support/administer.ts';
import { createDatabase, type OwnDatabase } from '../support/own-database.ts';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const log = pino({ level: 'silent' });

describe.skipIf(databaseUrl === '')('the pool of a server (needs TEST_DATABASE_URL)', () => {
  let whole: OwnDatabase;
  const config = (url = whole.url) =>
    loadConfig({
      DATABASE_URL: url,
      DB_POOL_SIZE: '2',
      DB_POOL_WAIT_MS: '1500',
      JWT_SECRET: 'a secret of at least thirty-two characters',
      PORT: '0',
      DATA_DIR: join(tmpdir(), whole.name),
    });
  const at = Promise.withResolvers<{ app: App; control: OpenDatabase; token: string }>();
  beforeAll(async () => {
    whole = await createDatabase();
    const settings = config();
    const claims = { principal: 'ada', plan: 'PRO', scopes: ['read', 'write', 'admin'], expires: '1h' } as const;
    const token = await signToken(settings.auth, claims);
    at.resolve({ app: await buildApp(settings, { log }), control: await openDatabase(settings.database, log), token });
  });
  afterAll(async () => {
    const { app, control } = await at.promise;
    await app[Symbol.asyncDispose]();
    await control[Symbol.asyncDispose]();
    await whole.drop();
  });

  const send = async (query: string, signal?: AbortSignal) => {
    const { app, token } = await at.promise;
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
      signal: signal ?? null,
    });
    return await response.json();
  };

  const metrics = async () => await (await fetch(`${(await at.promise).app.url}/metrics`)).text();

  test('logs the loss of an idle connection once', async () => {
    const lines: string[] = [];
    const telling = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    await using database = await openDatabase(config().database, telling);
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.db);
    const { control } = await at.promise;
    await sql`select pg_terminate_backend(${rows[0]?.pid}::int, 5000)`.execute(control.db);
    // The next statement opens a new connection, after everything about the first was logged.
    await expect.poll(async () => (await sql`select 1`.execute(database.db)).rows).toHaveLength(1);
    expect(lines).toEqual([expect.stringContaining('a database connection was lost')]);
  });

  test('discards a read-only connection, so that the next one may be writable', async () => {
    const own = `${whole.name}_read`;
    await administer(databaseUrl, [
      `create database ${own}`,
      `alter database ${own} set default_transaction_read_only = on`,
    ]);
    onTestFinished(() => administer(databaseUrl, [`drop database ${own} (force)`]));
    await using database = await openDatabase(config(withName(databaseUrl, own)).database, log);
    for (const db of [database.db, database.jobs]) {
      await expect(sql`create table written ()`.execute(db)).rejects.toMatchObject({ code: '25006' });
    }
    await administer(databaseUrl, [`alter database ${own} reset default_transaction_read_only`]);
    for (const db of [database.db, database.jobs]) await sql`create table if not exists written ()`.execute(db);
  });

  let lists = 0;
  /** A query that no cache has answered before. */
  const list = () => {
    lists += 1;
    return `{ collections(first: ${lists}) { edges { node { id } } } }`;
  };
  const create = 'mutation { createCollection(input: { name: "Home" }) { __typename } }';
  /** Number of request statements waiting for a table lock; excludes the check for commits elsewhere, which waits, too. */
  const held = async (control: OpenDatabase) => {
    const { rows } = await sql<{ held: number }>`select count(*)::int as held from pg_stat_activity
      where datname = ${whole.name} and wait_event_type = 'Lock' and query not like '%"ageMs"%'`.execute(control.db);
    return rows[0]?.held;
  };
  const whileLocked = async (work: (control: OpenDatabase) => Promise<void>) => {
    const { control } = await at.promise;
    await control.jobs.transaction().execute(async (transaction) => {
      await sql`lock table collection in access exclusive mode`.execute(transaction);
      await work(control);
    });
  };

  test('cancels a query on the server if its client hangs up, and frees its connection', async () => {
    await whileLocked(async (control) => {
      const clients = [new AbortController(), new AbortController()];
      const asked = clients.map(({ signal }) => send(list(), signal).catch(() => 'hung up'));
      await expect.poll(() => held(control)).toBe(2);
      for (const client of clients) client.abort();
      expect(await Promise.all(asked)).toEqual(['hung up', 'hung up']);
      await expect.poll(() => held(control)).toBe(0);
      expect((await send('{ viewer { apiKeys { id } } }')).data).toEqual({ viewer: { apiKeys: [] } });
    });
    expect((await send(list())).data).toEqual({ collections: { edges: [] } });
    // No request was reported as failed.
    const told = await metrics();
    expect(told).toContain('mnemograph_operation_duration_seconds_count{operation="query collections"} 3');
    expect(told).toContain('mnemograph_errors_total{code="UNAVAILABLE"} 0');
    expect(told).not.toContain('mnemograph_operation_errors_total{');
  });

  test('runs no query for a client that hangs up while connecting, and frees its connection', async () => {
    const hungUp = new AbortController();
    const verify: NonNullable<pg.PoolConfig['verify']> = (_client, done) => {
      hungUp.abort();
      done();
    };
    const made = new pg.Pool({ connectionString: whole.url, max: 1, verify });
    const pool = meteredPool(made, { name: 'made', waitMs: 1_500, cancel: async () => true });
    const ada = { accountId: 'ada', gone: hungUp.signal };
    await expect(workFor(ada, () => pool.connect())).rejects.toThrow(RequesterGoneError);
    (await pool.connect()).release();
    expect(pool.figures()).toMatchObject({ total: 1, idle: 1, timeouts: 0 });
    await pool.end();
  });

  test('completes a mutation even if its client hangs up', async () => {
    const client = new AbortController();
    await whileLocked(async (control) => {
      const asked = send(create, client.signal).catch(() => 'hung up');
      await expect.poll(() => held(control)).toBe(1);
      client.abort();
      expect(await asked).toBe('hung up');
    });
    await expect.poll(async () => (await send(list())).data.collections.edges.length).toBe(1);
  });

  test('rejects a request in time if all connections are busy, and counts it', async () => {
    await whileLocked(async (control) => {
      const [signal, hangUp] = [new AbortController(), 'hung up'];
      const asked = [1, 2].map(() => send(list(), signal.signal).catch(() => hangUp));
      await expect.poll(() => held(control)).toBe(2);
      const answers = await Promise.all(Array.from({ length: 5 }, () => send('{ viewer { apiKeys { id } } }')));
      for (const { errors } of answers) {
        expect(errors[0].extensions).toEqual({ code: 'UNAVAILABLE', reason: 'POOL_EXHAUSTED', retryAfter: 1 });
      }
      signal.abort();
      await Promise.all(asked);
    });
    const { data } = await send('{ system { metrics { pools { name max waiting timeouts } } } }');
    const pool = data.system.metrics.pools.find((one: { name: string }) => one.name === 'postgres');
    // Background work of the server may be waiting for a connection just then.
    expect(pool).toMatchObject({ max: 2, waiting: expect.any(Number) });
    expect(pool.timeouts).toBeGreaterThanOrEqual(5);
  });

  test('retries a deadlocked transaction once, and runs its afterCommit callback once', async () => {
    const { control } = await at.promise;
    const lock = (key: number) => sql`select pg_advisory_xact_lock(${key})`;
    const both = Promise.withResolvers<void>();
    let begun = 0;
    let told = 0;
    const work = (first: number, second: number) =>
      inUnitOfWork(control.db, 'acme', async (unit) => {
        unit.afterCommit(() => {
          told += 1;
        });
        await lock(first).execute(unit.db);
        begun += 1;
        if (begun === 2) both.resolve();
        await both.promise;
        await lock(second).execute(unit.db);
      });
    await Promise.all([work(1, 2), work(2, 1)]);
    expect([begun, told]).toEqual([3, 2]);
  });
});
