import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { type EmbeddedDatabase, openEmbedded } from '../../src/platform/db/pglite/embedded-database.ts';

/** An embedded database, and what its catalogue was like when it was opened. */
interface TestEmbedded extends EmbeddedDatabase {
  readonly shape: string;
}

/** As long as somebody holds what is compiled of the embedded database, those that are opened later take it over. */
const held: Promise<WebAssembly.Module>[] = [];
const compile = async () =>
  await WebAssembly.compile(await readFile(new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'))));

/** What files before have left empty, for those that come: to open one takes half a second, and its first statements take longer. */
const spare: TestEmbedded[] = [];

export async function takeEmbedded(): Promise<TestEmbedded> {
  const left = spare.pop();
  if (left) return left;
  if (held.length === 0) held.push(compile());
  const template = () => readFile(inject('templateDatabase'));
  const onDeath = (error: Error) => console.error(error);
  const opened = await openEmbedded({ dataDir: null, template, onDeath });
  return { ...opened, shape: await shapeOf(opened) };
}

/** Leaves it to the next file as it was opened; one that was changed in other ways than by its rows, or is still in use, is closed. */
export async function giveBack(database: TestEmbedded): Promise<void> {
  const isAsOpened = (await isFree(database)) && (await shapeOf(database)) === database.shape;
  if (!isAsOpened) return await database.close();
  await empty(database);
  spare.push(database);
}

/** How long it is waited for who still holds the connection, in milliseconds. */
const patienceMs = 1_000;

async function isFree({ pool }: EmbeddedDatabase): Promise<boolean> {
  const asked = pool.query('rollback').then(
    () => true,
    () => false,
  );
  return await Promise.race([asked, sleep(patienceMs, false, { ref: false })]);
}

const catalogues = ['pg_attribute', 'pg_constraint', 'pg_proc', 'pg_trigger', 'pg_db_role_setting', 'pg_statistic_ext'];

/** How many rows catalogues have, and which transaction wrote one last. */
async function shapeOf({ pool }: EmbeddedDatabase): Promise<string> {
  const each = catalogues.map((name) => `(select count(*) || ' ' || max(xmin::text::bigint) from ${name})`);
  const { rows } = await pool.query<{ shape: string }>(`select concat_ws(',', ${each.join(', ')}) as shape`);
  return rows[0]?.shape ?? '';
}

/** What a new database has rows in. */
const beginnings = ['schema_migration', 'version'];

async function empty({ pool }: EmbeddedDatabase): Promise<void> {
  const { rows } = await pool.query<{ tables: string | null }>(
    `select string_agg(oid::regclass::text, ', ') as tables from pg_class
     where relkind = 'r' and relnamespace <> all(array['pg_catalog', 'information_schema']::regnamespace[])
       and relname <> all($1) and pg_relation_size(oid) > 0`,
    [beginnings],
  );
  const tables = rows[0]?.tables;
  if (tables) await pool.query(`truncate ${tables} restart identity cascade`);
  await pool.query(`delete from pg_statistic where starelid >= ${firstOwnOid}`);
  await pool.query('reset all');
}

/** Smaller ones are those of Postgres itself. */
const firstOwnOid = 16_384;
