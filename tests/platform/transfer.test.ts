import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type PostgresPool, sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { resumeWork } from '../../src/app/resume-work.ts';
import { AccountGuard, acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { appliedMigrations, knownMigrations } from '../../src/platform/db/migrate.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { openEmbedded } from '../../src/platform/db/pglite/embedded-database.ts';
import { tenantTables } from '../../src/platform/db/tables.ts';
import { type DataHeader, formatVersion } from '../../src/platform/transfer/data-file.ts';
import { exportData } from '../../src/platform/transfer/export-data.ts';
import { importData } from '../../src/platform/transfer/import-data.ts';
import { writeDataFile } from '../../src/platform/transfer/write-data-file.ts';
import { administer, withName } from '../support/administer.ts';
import { proposeTier } from '../support/consolidation.ts';
import { type TestDatabase, useDatabase } from '../support/database.ts';
import { giveBackEmbedded, takeEmbedded } from '../support/embedded-database.ts';
import { makeApi } from '../support/execute.ts';
import { fillAccount } from '../support/full-account.ts';
import { useJobs } from '../support/jobs.ts';
import { folderForTests } from '../support/own-folder.ts';
import { giveBackPostgres, takePostgres } from '../support/postgres-database.ts';
import { makeViewer } from '../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const { services, processLog } = makeApi(db, jobs);
const server = process.env['TEST_DATABASE_URL'] ?? '';
const everywhere = acrossAccounts(db, ...tenantTables);

const folder = folderForTests();

let count = 0;
const named = () => join(folder, `${count++}.ndjson.gz`);

async function exported(from: Database): Promise<string> {
  const path = named();
  await exportData(from, path);
  return path;
}

/** Writes a file with rows of one table. */
async function written(given: Pick<DataHeader, 'migrations' | 'tables'>, rows: readonly string[]): Promise<string> {
  const path = named();
  const header = {
    format: 'mnemograph-data',
    version: formatVersion,
    postgres: '',
    at: new Date().toISOString(),
  } as const;
  await writeDataFile(
    path,
    { ...header, ...given },
    async function* () {
      yield rows;
    },
    () => {},
  );
  return path;
}

const textOf = async (path: string) => gunzipSync(await readFile(path)).toString();
/** The rows of a file, independent of the databases' collations. */
const linesOf = async (path: string) => (await textOf(path)).split('\n').slice(1, -2).toSorted();

interface Empty extends AsyncDisposable, TestDatabase {}

/** An embedded database without a schema. */
async function emptyEmbedded(): Promise<Empty> {
  const opened = await openEmbedded({ dataDir: null, onDeath: (error) => expect.fail(error.message) });
  return { db: connectKysely(opened.pool), pool: opened.pool, [Symbol.asyncDispose]: () => opened.close() };
}

async function emptyPostgres(): Promise<Empty> {
  const name = `mnemograph_transfer_${randomBytes(6).toString('hex')}`;
  await administer(server, [`create database ${name}`]);
  const pool = new pg.Pool({ connectionString: withName(server, name), max: 2 });
  return {
    db: connectKysely(pool),
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await administer(server, [`drop database ${name}`]);
    },
  };
}

const empty = inject('engine') === 'postgres' ? emptyPostgres : emptyEmbedded;

/** A database with a schema and no rows: an import into one without spends its time on migrations. */
async function migrated(engine = inject('engine')): Promise<Empty> {
  if (engine === 'embedded') {
    const taken = await takeEmbedded();
    return { db: connectKysely(taken.pool), pool: taken.pool, [Symbol.asyncDispose]: () => giveBackEmbedded(taken) };
  }
  const taken = await takePostgres(2);
  return { db: connectKysely(taken.pool), pool: taken.pool, [Symbol.asyncDispose]: () => giveBackPostgres(taken) };
}

/** Inserts rows that JSON or a JSON parser could corrupt. */
async function addDifficultRows(target: Database, accountId: string, collectionId: string): Promise<void> {
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, valid_to, language, terms,
      term_count, metadata, tags, resonance, pieces, created_at)
    values (${accountId}, gen_random_uuid(), ${collectionId}, ${'line\none\ttwo \\ "three" é 😀 \u2028 <&>'}, '\\x00ff5c22'::bytea, 'FACT',
      '2020-02-29 23:59:59.999+00', 'infinity', 'simple', $$'it''s':1A,3B 'a b':2$$::tsvector, 2,
      '{"n": 12345678901234567890.125, "deep": {"list": [1, null, "x\\ty"]}}', array['a,b', '', 'NULL', '{"x"}'], 0.1::float8 + 0.2::float8,
      array[-32768, 32767]::smallint[], '1999-12-31 23:59:59.123+00')`.execute(target);
}

test.runIf(inject('engine') === 'postgres')(
  'an export is identical row by row after a round trip through the embedded database',
  { timeout: 60_000 },
  async () => {
    const { viewer, beside, stays } = await fillAccount(db, services);
    await services.memoryLifecycle.forget(viewer, { id: stays, purge: true });
    await addDifficultRows(everywhere, viewer.accountId, beside);
    await processLog();
    await fillAccount(db, services);
    const first = await exported(db);
    const lines = await linesOf(first);
    const missing = tenantTables.filter((table) => !lines.some((line) => line.startsWith(`["${table}",`)));
    expect(missing).toEqual(['search_ranking', 'searched_collection']);
    await using embedded = await migrated('embedded');
    await importData(embedded.db, first);
    const second = await exported(embedded.db);
    expect(await linesOf(second)).toEqual(lines);
    await using back = await migrated('postgres');
    await importData(back.db, second);
    expect(await linesOf(await exported(back.db))).toEqual(lines);
  },
);

test('an import is atomic, needs an empty database, and migrates an earlier schema to the newest', {
  timeout: 60_000,
}, async () => {
  const known = await knownMigrations();
  const migrations = known.slice(0, -1);
  const table = { name: 'collection', columns: ['account_id', 'id', 'parent_id', 'path', 'name'] };
  const row = (id: string) => JSON.stringify({ account_id: 'a', id, parent_id: null, path: [id], name: 'n' });
  const [id, other] = [newId(), newId()];
  const file = (rows: readonly string[], given: readonly string[] = migrations) =>
    written({ migrations: [...given], tables: [{ ...table, rows: rows.length }] }, rows);
  await using target = await empty();
  const importing = async (path: Promise<string>) => importData(target.db, await path);

  await expect(importing(file([row(id)], [...known, '2999-01-01T0000-later']))).rejects.toMatchObject({
    code: 'NEWER_SCHEMA',
  });
  const foreign = { name: 'pg_authid', columns: ['rolname'], rows: 1 };
  const made = written({ migrations, tables: [foreign] }, ['{"rolname":"me"}']);
  await expect(importing(made)).rejects.toMatchObject({
    code: 'NOT_AN_EXPORT',
    message: expect.stringContaining('"pg_authid"'),
  });
  expect(await appliedMigrations(target.db)).toEqual([]);
  await expect(importing(file([row(id), row(other), row(id)]))).rejects.toMatchObject({ code: '23505' });
  expect(await appliedMigrations(target.db)).toEqual(migrations);

  await importing(file([row(id), row(other)]));
  expect(await appliedMigrations(target.db)).toEqual(known);
  const collections = await target.db.selectFrom('collection').select(['id', 'language']).orderBy('id').execute();
  expect(collections).toEqual([id, other].toSorted().map((one) => ({ id: one, language: 'en' })));
  await expect(importing(file([row(newId())]))).rejects.toMatchObject({ code: 'NOT_EMPTY' });
  await target.db.deleteFrom('collection').execute();
  await expect(importing(file([row(id)]))).rejects.toMatchObject({ code: 'SCHEMA_AHEAD' });
});

test('a database without a schema, or with a later version’s, cannot be exported', async () => {
  await using target = await empty();
  await expect(exported(target.db)).rejects.toMatchObject({ code: 'NOTHING_TO_EXPORT' });
  await sql`create table schema_migration (name text primary key)`.execute(target.db);
  await sql`insert into schema_migration values ('2999-01-01T0000-later')`.execute(target.db);
  await expect(exported(target.db)).rejects.toMatchObject({ code: 'NEWER_SCHEMA' });
});

/** The same connections, except that before such a statement another connection writes and commits something. */
const writingBefore = (statement: RegExp, write: () => Promise<void>): PostgresPool => ({
  ...database.pool,
  connect: async () => {
    const client = await database.pool.connect();
    const query = async (text: string, values: readonly unknown[]) => {
      if (statement.test(text)) await write();
      return await client.query(text, values);
    };
    return Object.create(client, { query: { value: query }, release: { value: () => client.release() } });
  },
});

test.runIf(inject('engine') === 'postgres')('an export is a consistent snapshot during writes', async () => {
  const viewer = makeViewer();
  const { id } = await services.collections.create(viewer, { name: 'Busy' });
  await services.memories.add(viewer, id, { content: 'before' });
  const path = named();
  let written = 0;
  const busy = writingBefore(/declare exported/, async () => {
    if (written > 0) return;
    written += 1;
    await services.memories.add(viewer, id, { content: 'meanwhile' });
  });
  await exportData(connectKysely(busy).withPlugin(new AccountGuard()), path);
  expect(written).toBe(1);
  const text = await textOf(path);
  expect([text.includes('"before"'), text.includes('"meanwhile"')]).toEqual([true, false]);
});

test('no table uses a sequence, which an import would have to set', async () => {
  const { rows } = await sql`
    select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace`.execute(db);
  expect(rows).toEqual([]);
});

test('an import schedules the jobs of unfinished work again', async () => {
  const { viewer, root, beside, stays } = await fillAccount(db, services);
  const { accountId } = viewer;
  await services.deletions.deleteCollection(viewer, root);
  const { id: asked } = await services.consolidation.start(viewer, { collectionId: beside, dryRun: true });
  const { runId: found } = await proposeTier(db, viewer, beside, stays);
  await sql`update consolidation_run set origin = 'FOUND', status = 'RUNNING' where account_id = ${accountId} and id = ${found}`.execute(
    db,
  );
  const path = await exported(db);
  await using target = await migrated();
  await importData(target.db, path);
  await resumeWork(
    { jobs: target.db, jobConnections: target.pool, jobsSchema: 'pgboss' },
    'postgres',
    pino({ level: 'silent' }),
  );
  const { rows } = await sql<{ name: string; data: object }>`
    select name, data from pgboss.job where data->>'accountId' = ${accountId} order by name`.execute(target.db);
  expect(rows).toEqual([
    { name: 'apply-findings', data: { accountId, runId: found } },
    { name: 'consolidate', data: { accountId, runId: asked } },
    { name: 'erase', data: { accountId } },
  ]);
});

test('an export reads long rows in small batches', async () => {
  const viewer = makeViewer();
  const { id: collectionId } = await services.collections.create(viewer, { name: 'Long' });
  const { id } = await services.conversations.create(viewer, { collectionId });
  await sql`
    insert into message (account_id, id, conversation_id, seq, role, content, sent_at)
    select ${viewer.accountId}, gen_random_uuid(), ${id}::uuid, n, 'USER', repeat('x', 30000), now()
    from generate_series(1, 300) n`.execute(db);
  const written = [0];
  await exportData(db, named(), (table, rows) => {
    if (table === 'message') written.push(rows);
  });
  const batches = written.slice(1).map((rows, place) => rows - (written[place] ?? 0));
  expect(batches.reduce((sum, rows) => sum + rows)).toBeGreaterThanOrEqual(300);
  expect(Math.max(...batches)).toBeLessThan(80);
});
