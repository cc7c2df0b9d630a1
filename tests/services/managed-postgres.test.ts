import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { signToken } from '../../src/account/token-signer.ts';
import { askForWrites } from '../../src/app/ask-for-writes.ts';
import { type App, buildApp } from '../../src/app/build-app.ts';
import { openDatabase } from '../../src/app/open-database.ts';
import { createVectorIndex, vectorIndexName } from '../../src/memory/vector-index.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { administer, withName } from '../support/administer.ts';
import { mutateBy } from '../support/mutate.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { canRunPgBouncer, startPgBouncer } from '../support/own-pgbouncer.ts';
import { post } from '../support/started-server.ts';

const { TEST_DATABASE_URL: server = '' } = process.env;
const log = pino({ level: 'silent' });
const listening = () => {
  const lines: string[] = [];
  return { lines, telling: pino({ level: 'warn' }, { write: (line) => void lines.push(line) }) };
};
const needed = ['vector', 'pg_trgm', 'btree_gin'];

/** Like a managed host that does not let its customers create extensions. */
const refuseExtensions = [
  `create function refuse() returns event_trigger language plpgsql as $$ begin
    if current_setting('is_superuser') = 'off' then raise insufficient_privilege using message = 'no extensions here'; end if; end $$`,
  `create event trigger refuse on ddl_command_start when tag in ('CREATE EXTENSION') execute function refuse()`,
];

describe.skipIf(server === '')('on a managed Postgres', () => {
  const id = randomBytes(6).toString('hex');
  const role = `mnemograph_role_${id}`;
  const databases: string[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'managed-'));
    await administer(server, [`create role ${role} login password '${id}'`]);
  });
  afterAll(async () => {
    for (const name of databases) await administer(server, [`drop database ${name} with (force)`]);
    await administer(server, [`drop role ${role}`]);
    await rm(folder, { recursive: true });
  });

  /** A database, and its URL for the product's own role, which may create schemas and nothing else. */
  async function newDatabase(statements: readonly string[] = [], options = '') {
    const name = `mnemograph_managed_${id}_${databases.push('')}`;
    databases[databases.length - 1] = name;
    await administer(server, [`create database ${name} ${options}`]);
    const url = withName(server, name);
    await administer(url, [...statements, `grant create on database ${name} to ${role}`]);
    return { url, ownUrl: Object.assign(new URL(url), { username: role, password: id }).href };
  }

  const configOf = (settings: Record<string, string>) =>
    loadConfig({ DATA_DIR: folder, PORT: '0', JWT_SECRET: 'a secret of at least thirty-two characters', ...settings });
  async function start(settings: Record<string, string>, to = log): Promise<App> {
    const app = await buildApp(configOf(settings), { log: to });
    onTestFinished(() => app[Symbol.asyncDispose]());
    return app;
  }
  async function ask(app: App, query: string, variables: Record<string, unknown> = {}) {
    const who = { principal: 'ada', plan: 'PRO', scopes: ['read', 'write', 'admin'], expires: '5m' } as const;
    return await post(`${app.url}/graphql`, await signToken(configOf({}).auth, who), query, variables);
  }
  const change = (app: App, name: string, input: object, payload?: string) =>
    mutateBy((query, variables) => ask(app, query, variables), name, input, payload);
  async function remember(app: App, content: string): Promise<string> {
    const { collection } = await change(app, 'createCollection', { name: 'Some' }, 'collection { id }');
    const added = await change(app, 'addMemory', { collectionId: collection.id, memory: { content } });
    expect(added).toMatchObject({ __typename: 'AddMemoryPayload' });
    return collection.id;
  }
  const find = async (app: App) =>
    (
      await ask(app, '{ search(input: { query: "Where is the lamp?" }) { edges { node { content } } } }')
    ).search.edges.map((edge: { node: { content: string } }) => edge.node.content);
  /** Causes one job to be sent. Returns the number of jobs in the queues. */
  async function jobsAfterOne(app: App, collectionId: string): Promise<number> {
    const started = await change(app, 'startConsolidation', { collectionId });
    expect(started).toMatchObject({ __typename: 'StartConsolidationPayload' });
    return (await ask(app, '{ system { jobs(queue: "consolidate") { totalCount } } }')).system.jobs.totalCount;
  }

  test('uses extensions that an administrator created, and prints the CREATE EXTENSION statements for missing ones', async () => {
    const { url, ownUrl } = await newDatabase(['create schema extensions', ...refuseExtensions]);
    const settings = { DATABASE_URL: ownUrl, DATABASE_SCHEMA: 'memories' };
    const missing =
      /MIGRATE_EXTENSIONS: .* without vector, pg_trgm, btree_gin, takes .*: create extension vector schema "extensions"; create/;
    await expect(start({ ...settings, MIGRATE_EXTENSIONS: 'off' })).rejects.toThrow(missing);
    await expect(start(settings)).rejects.toThrow(missing);

    await administer(url, [
      ...needed.map((name) => `create extension ${name} schema extensions`),
      `grant usage on schema extensions to ${role}`,
    ]);
    const app = await start({ ...settings, MIGRATE_EXTENSIONS: 'off' });
    await remember(app, 'The lamp stands in the hall');
    expect(await find(app)).toEqual(['The lamp stands in the hall']);

    // Extensions in another schema are not found, and the error tells the operator how to fix that.
    await administer(url, ['create schema elsewhere', 'alter extension pg_trgm set schema elsewhere']);
    await expect(start({ ...settings, DATABASE_SCHEMA: 'others' })).rejects.toThrow(
      /pg_trgm lies in the schema elsewhere.*DATABASE_EXTENSIONS_SCHEMA=elsewhere/,
    );
  });

  test('creates a configured schema of the extensions that is missing, or prints the statement for it first', async () => {
    const { url, ownUrl } = await newDatabase(refuseExtensions);
    const settings = { DATABASE_URL: ownUrl, DATABASE_EXTENSIONS_SCHEMA: 'apart', DATABASE_SCHEMA: 'memories' };
    const refused = await start({ ...settings, MIGRATE_EXTENSIONS: 'off' }).catch((error: Error) => error.message);
    const [, statements = ''] = /created before: (create schema "apart"; .*);$/m.exec(String(refused)) ?? [];
    await administer(url, statements.split('; '));
    await remember(await start({ ...settings, MIGRATE_EXTENSIONS: 'off' }), 'The lamp stands in the hall');

    // As its own superuser.
    const { url: another } = await newDatabase();
    const app = await start({ ...settings, DATABASE_URL: another });
    await remember(app, 'The lamp stands in the hall');
  });

  test('names a pgvector that is too old and explains how to upgrade it', async () => {
    const { url, ownUrl } = await newDatabase(needed.map((name) => `create extension ${name}`));
    await administer(url, [`update pg_extension set extversion = '0.6.0' where extname = 'vector'`]);
    await expect(start({ DATABASE_URL: ownUrl, DATABASE_SCHEMA: 'memories' })).rejects.toThrow(
      'DATABASE_URL: got a database with pgvector 0.6.0, takes pgvector 0.8 or newer: where the server has it, alter ext',
    );
  });

  test.each([
    ['LATIN1', /got a database in the encoding LATIN1, takes one .*encoding 'UTF8'/],
    ['SQL_ASCII', /got a database in the encoding SQL_ASCII/],
    ['UTF8', /got a database with lc_ctype C, in which only words of English letters are found/],
  ])(
    'refuses a new database with locale C in %s, but starts with a warning if it already has tables',
    async (encoding, problem) => {
      const extensions = needed.map((name) => `create extension ${name}`);
      const grants = [...extensions, `grant create on schema public to ${role}`];
      const { ownUrl } = await newDatabase(grants, `encoding '${encoding}' locale 'C' template template0`);
      await expect(start({ DATABASE_URL: ownUrl })).rejects.toThrow(problem);

      const table =
        'create table schema_migration (name text primary key, applied_at timestamptz not null default now())';
      await administer(ownUrl, [table, `insert into schema_migration values ('2020-01-01T0000-earlier')`]);
      const { lines, telling } = listening();
      await using app = await buildApp(configOf({ DATABASE_URL: ownUrl }), { log: telling });
      await remember(app, 'The lamp stands in the hall');
      expect(lines.filter((line) => line.includes('does not cover all letters'))).toEqual([
        expect.stringMatching(/"got":"a database/),
      ]);
    },
    60_000,
  );

  test('logs that the database is read-only, and waits for it', async () => {
    const { url, ownUrl } = await newDatabase(needed.map((name) => `create extension ${name}`));
    const name = new URL(url).pathname.slice(1);
    const readOnly = `alter database ${name} set default_transaction_read_only = on`;
    await administer(url, [`grant create on schema public to ${role}`, readOnly]);
    const { lines, telling } = listening();
    await using app = await buildApp(configOf({ DATABASE_URL: ownUrl }), { log: telling });
    expect((await fetch(`${app.url}/ready`)).status).toBe(503);
    const metrics = await fetch(`${app.url}/metrics`);
    expect([metrics.status, await metrics.text()]).toEqual([200, expect.stringContaining('database writes"} 0')]);
    await using opened = await openDatabase(configOf({ DATABASE_URL: ownUrl }).database, log);
    await expect(askForWrites(opened, 'postgres')).rejects.toThrow(/default_transaction_read_only is on/);
    // Longer than any part waits before it tries again.
    await delay(3_000);
    expect(lines).toEqual([expect.stringMatching(/takes no writes.*the server starts and waits/)]);
    // A connection keeps the setting that it began with.
    const anew = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`;
    await administer(server, [readOnly.replace('= on', '= off'), anew]);
    await expect.poll(async () => (await fetch(`${app.url}/ready`)).status).toBe(200);
    expect((await ask(app, '{ system { jobs { totalCount } } }')).system.jobs).toEqual({ totalCount: 0 });
    // What waited for the tables works.
    const collectionId = await remember(app, 'The lamp stands in the hall');
    const { conversation } = await change(app, 'createConversation', { collectionId }, 'conversation { id }');
    const question = { conversationId: conversation.id, message: 'Where is the lamp?' };
    const { run } = await change(app, 'ask', question, 'run { id }');
    const status = async () => (await ask(app, `{ agentRun(id: "${run.id}") { status } }`)).agentRun.status;
    await expect.poll(status).toBe('SUCCEEDED');
  });

  test('session defaults of the database change neither results nor the time limits of background work', async () => {
    const { url, ownUrl } = await newDatabase();
    const name = new URL(url).pathname.slice(1);
    const unusual = {
      datestyle: 'German, DMY',
      extra_float_digits: '0',
      standard_conforming_strings: 'off',
      default_transaction_isolation: 'serializable',
      plan_cache_mode: 'force_generic_plan',
      statement_timeout: '100ms',
      lock_timeout: '100ms',
    };
    const settings = Object.entries(unusual).map(
      ([setting, value]) => `alter database ${name} set ${setting} = '${value}'`,
    );
    await administer(server, settings);
    await using database = await openDatabase(configOf({ DATABASE_URL: ownUrl }).database, log);
    const told = sql`select '2026-11-22T00:00:00Z'::timestamptz as instant, current_setting('transaction_isolation') as isolation,
      current_setting('statement_timeout') as timeout, current_setting('lock_timeout') as wait,
      0.1::float8 + 0.2 as number, '\\d' as string, current_setting('plan_cache_mode') as plans`;
    const instant = new Date('2026-11-22T00:00:00Z');
    const usual = { instant, isolation: 'read committed', wait: '0', number: 0.1 + 0.2, string: '\\d', plans: 'auto' };
    expect((await told.execute(database.db)).rows).toEqual([{ ...usual, timeout: '30s' }]);
    expect((await told.execute(database.migrations)).rows).toEqual([{ ...usual, timeout: '0' }]);
    // Without our startup options, as through a pooler.
    const refused = await start({ DATABASE_URL: `${ownUrl}?options=` }).catch((error: Error) => error.message);
    for (const [setting, got, takes] of [
      ['datestyle', 'German, DMY', 'ISO'],
      ['standard_conforming_strings', 'off', 'on'],
      ['extra_float_digits', '0', '1'],
    ]) {
      const mend = `takes ${takes}: alter role NAME set ${setting} = '${takes}'`;
      expect(refused).toContain(`got a database or a role that sets ${setting} to ${got}, ${mend}`);
    }
  });

  test('migrations leave tables of other applications in the schema alone, whatever their columns are called', async () => {
    const { url, ownUrl } = await newDatabase([
      ...needed.map((name) => `create extension ${name}`),
      'create table invoice (account_id integer, collection_id integer)',
      `grant create on schema public to ${role}`,
    ]);
    const app = await start({ DATABASE_URL: ownUrl });
    await remember(app, 'The lamp stands in the hall');
    expect(await find(app)).toEqual(['The lamp stands in the hall']);
    await using other = openPostgres(url);
    const touched = `select attname from pg_attribute
      where attrelid = 'invoice'::regclass and attnum > 0 and coalesce(attstattarget, -1) <> -1`;
    expect((await sql.raw(touched).execute(other.db)).rows).toEqual([]);
  });

  test('names tables of unknown origin, as left by an incomplete restore', async () => {
    const grants = [...needed.map((name) => `create extension ${name}`), `grant create on schema public to ${role}`];
    const { ownUrl } = await newDatabase([...grants, 'create table collection (name text)']);
    await expect(start({ DATABASE_URL: ownUrl })).rejects.toThrow(
      /DATABASE_URL: got tables of unknown origin.*"collection" already exists\), takes an empty database/,
    );
  });

  test('a login that is refused while it runs counts as a database that is away, with one line a minute; a later version is a warning', async () => {
    const { url, ownUrl } = await newDatabase([
      ...needed.map((name) => `create extension ${name}`),
      `grant create on schema public to ${role}`,
    ]);
    const { lines, telling } = listening();
    const app = await start({ DATABASE_URL: ownUrl }, telling);
    const heard = () => lines.map((line) => JSON.parse(line));
    const collectionId = await remember(app, 'The lamp stands in the hall');
    const ended = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}' and usename = '${role}'`;
    await administer(server, [`alter role ${role} nologin`, ended]);
    const count = () => ask(app, `{ collection(id: "${collectionId}") { memories { totalCount } } }`);
    try {
      await expect.poll(() => count().catch((error: Error) => error.message)).toContain('UNAVAILABLE');
      const metrics = await fetch(`${app.url}/metrics`);
      expect([metrics.status, await metrics.text()]).toEqual([
        200,
        expect.stringContaining('part_up{part="database"} 0'),
      ]);
      expect((await fetch(`${app.url}/ready`)).status).toBe(503);
    } finally {
      await administer(server, [`alter role ${role} login`]);
    }
    await expect
      .poll(() => count().catch((error: Error) => error.message))
      .toMatchObject({ collection: { memories: { totalCount: 1 } } });
    const told = heard().filter(({ msg }) => msg.startsWith('the database refuses'));
    const problem = { level: 50, variable: 'DATABASE_URL', takes: 'those of a role that may log in' };
    expect(told).toContainEqual(expect.objectContaining({ ...problem, pool: 'postgres' }));
    expect(told.length).toBeLessThanOrEqual(2);

    await administer(url, ["insert into schema_migration (name) values ('9999-12-31T0000-later')"]);
    await start({ DATABASE_URL: ownUrl }, telling);
    const warning = { msg: expect.stringContaining('a later version'), migrations: ['9999-12-31T0000-later'] };
    expect(heard()).toContainEqual(expect.objectContaining(warning));
  });

  test('names a role that is missing or lacks privileges, and a database that differs or does not exist', async () => {
    const [one, other] = [await newDatabase(), await newDatabase()];
    const owned = { DATABASE_MIGRATION_URL: one.url, DATABASE_SCHEMA: 'mine' };
    await expect(start({ ...owned, DATABASE_URL: one.ownUrl })).rejects.toThrow(
      /DATABASE_URL: got a role that may not use the tables/,
    );
    // The state after a restore by another role, and a database created without an owner.
    await administer(other.url, ['create table schema_migration (name text)']);
    const { ownUrl: thirdOwn } = await newDatabase(needed.map((name) => `create extension ${name}`));
    for (const [url, denied] of [
      [other.ownUrl, 'table schema_migration'],
      [thirdOwn, 'schema public'],
    ] as const) {
      await expect(start({ DATABASE_URL: url })).rejects.toThrow(
        `DATABASE_URL: got a role that may not change the tables (permission denied for ${denied}), takes the role that`,
      );
    }
    const nobody = Object.assign(new URL(one.url), { username: `${role}_x` }).href;
    await expect(start({ DATABASE_URL: nobody })).rejects.toThrow(/DATABASE_URL: got a user or a password that the/);
    await expect(start({ DATABASE_URL: withName(server, `${role}_x`) })).rejects.toThrow(
      /DATABASE_URL: got a database that does not exist \(.*, takes one that exists: create database/,
    );
  });

  test('refuses a DATABASE_MIGRATION_URL to another database or schema before anything is written there, or if both have tables', async () => {
    const grants = [...needed.map((name) => `create extension ${name}`), `grant create on schema public to ${role}`];
    const [one, other] = [await newDatabase(grants), await newDatabase(grants)];
    const elsewhere = { DATABASE_URL: one.ownUrl, DATABASE_MIGRATION_URL: other.ownUrl };
    const refused = /DATABASE_MIGRATION_URL: got another database, or another schema/;
    await expect(start(elsewhere)).rejects.toThrow(refused);
    await using written = openPostgres(other.url);
    const tables = sql`select 1 from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`;
    expect((await tables.execute(written.db)).rows).toEqual([]);

    for (const url of [one.ownUrl, other.ownUrl]) {
      await using migrated = openPostgres(url);
      await migrate(migrated.db);
    }
    await expect(start(elsewhere)).rejects.toThrow(refused);
    await administer(one.url, [`create schema ${role} authorization ${role}`]);
    await expect(start({ DATABASE_URL: one.url, DATABASE_MIGRATION_URL: one.ownUrl })).rejects.toThrow(refused);
  });

  test.skipIf(!canRunPgBouncer)(
    'installations share one database in separate schemas, even through a pooler',
    async () => {
      const { url, ownUrl } = await newDatabase(needed.map((name) => `create extension ${name}`));
      // Allows schema changes only on the direct connection.
      await administer(url, [
        `grant create on schema public to ${role}`,
        `create function direct() returns event_trigger language plpgsql as $$ begin
          if current_setting('application_name') <> 'direct' then raise 'not past the pooler'; end if; end $$`,
        `create event trigger direct on ddl_command_start execute function direct()`,
      ]);
      await using pooler = await startPgBouncer(ownUrl, 'transaction', { poolSize: 2 });
      const settings = {
        DATABASE_URL: pooler.url,
        DATABASE_MIGRATION_URL: `${ownUrl}?application_name=direct`,
        RECALL_INDEX_MB: '0',
      };
      const installation = (DATABASE_SCHEMA: string) => start({ ...settings, DATABASE_SCHEMA });
      const [usual, red] = await Promise.all([installation(''), installation('red')]);
      const apps = [usual, red];
      const texts = ['The lamp stands in the hall', 'The red lamp is broken'];
      const ids = await Promise.all(apps.map((app, n) => remember(app, texts[n] ?? '')));
      const found = await Promise.all(Array.from({ length: 20 }, () => Promise.all(apps.map(find))));
      expect(found).toEqual(Array.from({ length: 20 }, () => texts.map((text) => [text])));
      const sent = await Promise.all(apps.map((app, n) => jobsAfterOne(app, ids[n] ?? '')));
      expect(sent).toEqual([1, 1]);

      // Each has its own tables, queues and indexes, and removing one leaves the others.
      const { database: config } = configOf({ ...settings, DATABASE_SCHEMA: 'red' });
      await using database = await openDatabase(config, log);
      const space = { model: 'any', dimensions: 3 };
      await createVectorIndex(database.migrations, space);
      await using other = openPostgres(`${ownUrl}?application_name=direct`);
      await createVectorIndex(other.db, space);
      await red[Symbol.asyncDispose]();
      await migrate(database.migrations, { to: 'none', place: database.place });
      const lying = `select schemaname as place from pg_indexes where indexname = '${vectorIndexName('any')}'
        union all select table_schema from information_schema.tables where table_name = 'queue' order by 1`;
      const { rows } = await sql.raw(lying).execute(other.db);
      expect(rows).toEqual([{ place: 'pgboss' }, { place: 'public' }]);
      expect(await find(usual)).toEqual(texts.slice(0, 1));
    },
    120_000,
  );
});
