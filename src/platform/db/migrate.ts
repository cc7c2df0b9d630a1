import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, type QueryExecutorProvider, sql } from 'kysely';
import type { SchemaConfig } from '../config/database-config.ts';
import { hasCode } from '../error-code.ts';
import type { Database } from './database.ts';
import { type ExtensionSettings, requireExtensions, usualPlace } from './extensions.ts';
import { requireLetters } from './letters.ts';

/** A file of `migrations/`: one change, and the way back. */
interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
  down(db: Kysely<unknown>): Promise<void>;
  /** False for what cannot run in a transaction, as a concurrent index build; it must bear being run twice. */
  readonly transaction?: boolean;
}

export interface MigrateOptions {
  /** Where the tables are to lie, and who makes the extensions; by itself: where the search path leads, and this role. */
  readonly place?: ExtensionSettings;
  /** `latest` applies all that is missing; `none` takes everything back, newest first. */
  readonly to?: 'latest' | 'none';
  /** Applies these alone. */
  readonly only?: ReadonlySet<string>;
  /** How long a migration waits for a lock, so that requests do not queue up behind it; then it is tried again. */
  readonly lockTimeoutMs?: number;
  readonly onProgress?: (name: string) => void;
  /** Another process migrates; this one waits for it. */
  readonly onWaiting?: () => void;
  /** A table that the migration needs is locked; it is tried again. */
  readonly onLocked?: (name: string) => void;
}

/** Tells a migration, which is handed nothing but a connection, where the queues are to lie. */
export const jobsSchemaSetting = 'mnemograph.jobs_schema';

const folder = new URL('../../../migrations/', import.meta.url);
const migrationFile = /\.ts$/;
const lockKey = 7_316_402;
const lockPollMs = 200;
const defaultLockTimeoutMs = 5_000;
const lockAttempts = 12;
/** What Postgres says of a lock that it did not get in time. */
const lockNotAvailable = '55P03';

/**
 * Brings the schema to the newest version (or takes it back). One process at a time holds the advisory lock; each
 * migration commits together with its record; a lock that it does not get in time makes it begin again, twelve times at most.
 */
export async function migrate(db: Database, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { only, place = usualPlace } = options;
  const migrations = (await knownMigrations()).filter((name) => !only || only.has(name));
  return db.connection().execute(async (connection) => {
    // Nearly every start. It takes no lock, which behind a pooler would stay with whoever gets the connection next.
    if (options.to !== 'none' && (await isCurrent(connection, migrations, place.schema))) return [];
    await lock(connection, options.onWaiting);
    try {
      if (place.schema) await createSchemas(connection, place.schema);
      await requireExtensions(connection, place);
      const applied = new Set(await appliedMigrations(connection, place.schema));
      if (options.to !== 'none' && applied.size === 0) await requireLetters(connection);
      await sql`create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())`.execute(
        connection,
      );
      return await run(connection, migrations, applied, options);
    } finally {
      await sql`select pg_advisory_unlock(${lockKey})`.execute(connection);
    }
  });
}

/** Whether these connections see a schema that lacks nothing. */
export const isMigrated = async (db: Database, schema: SchemaConfig | null): Promise<boolean> =>
  isCurrent(db, await knownMigrations(), schema);

/** For commands that work with what servers have made. */
export async function requireSchema(db: Database, schema: SchemaConfig | null): Promise<void> {
  if (await isMigrated(db, schema)) return;
  throw new Error('This database lacks tables of this version: start a server on it once, or `npm run migrate`');
}

async function isCurrent(db: Database, migrations: readonly string[], schema: SchemaConfig | null) {
  const applied = new Set(await appliedMigrations(db, schema));
  return migrations.every((name) => applied.has(name));
}

/**
 * Names of the migrations that this database has gone through, those of later versions too; none where it has no schema. That is asked
 * for by its name: where it is not there yet, the search path leads into another installation's.
 */
export async function appliedMigrations(
  db: Database,
  schema: Pick<SchemaConfig, 'name'> | null = null,
): Promise<readonly string[]> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(format('%I.schema_migration', coalesce(${schema?.name ?? null}, current_schema()))) is not null as there`.execute(
    db,
  );
  if (!rows[0]?.there) return [];
  const { rows: applied } = await sql<{ name: string }>`select name from schema_migration order by name`.execute(db);
  return applied.map(({ name }) => name);
}

/** Names of the migrations of this version, in their order. */
export async function knownMigrations(): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((file) => migrationFile.test(file)).sort();
  return files.map((file) => file.replace(migrationFile, ''));
}

/** Which of these migrations this version does not know: a later one made them. */
export async function laterMigrations(names: readonly string[]): Promise<readonly string[]> {
  const known = new Set(await knownMigrations());
  return names.filter((name) => !known.has(name));
}

/** Asks again and again: a statement that waits would hold a snapshot, and a concurrent index build waits for those. */
async function lock(db: Database, onWaiting?: () => void): Promise<void> {
  for (let waiting = false; ; waiting = true) {
    const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${lockKey}) as locked`.execute(db);
    if (rows[0]?.locked) return;
    if (!waiting) onWaiting?.();
    await delay(lockPollMs);
  }
}

async function run(
  db: Database,
  migrations: readonly string[],
  applied: ReadonlySet<string>,
  options: MigrateOptions,
): Promise<string[]> {
  const up = options.to !== 'none';
  const todo = up
    ? migrations.filter((name) => !applied.has(name))
    : migrations.filter((name) => applied.has(name)).reverse();
  for (const name of todo) {
    options.onProgress?.(name);
    const migration = await load(name);
    await withRetry(
      () => apply(db, migration, up, options.lockTimeoutMs ?? defaultLockTimeoutMs),
      () => options.onLocked?.(name),
    );
  }
  return todo;
}

/** Only what is to be run: the others are for nothing but memory. */
const load = async (name: string): Promise<Migration> => ({
  ...(await import(new URL(`${name}.ts`, folder).href)),
  name,
});

async function apply(db: Database, migration: Migration, up: boolean, lockTimeoutMs: number): Promise<void> {
  const change = async (target: Database): Promise<void> => {
    const untyped = target as Kysely<unknown>;
    await (up ? migration.up(untyped) : migration.down(untyped));
    if (up) await sql`insert into schema_migration (name) values (${migration.name})`.execute(target);
    else await sql`delete from schema_migration where name = ${migration.name}`.execute(target);
  };
  if (migration.transaction === false) {
    // A concurrent build has to wait for who reads; a way back has not.
    await sql`select set_config('lock_timeout', ${up ? '0' : String(lockTimeoutMs)}, false)`.execute(db);
    return await change(db).finally(() => sql`reset lock_timeout`.execute(db));
  }
  await db.transaction().execute(async (transaction) => {
    await sql`select set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`.execute(transaction);
    await change(transaction);
  });
}

async function withRetry(attempt: () => Promise<void>, onLocked: () => void): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === lockAttempts || !hasCode(error, lockNotAvailable)) throw error;
      onLocked();
      await delay(200 * tried);
    }
  }
}

/** Those that another role made beforehand are used: making one needs a right on the whole database. */
async function createSchemas(db: Database, { name, jobs }: SchemaConfig): Promise<void> {
  for (const schema of [name, jobs]) {
    const { rows } = await sql<{ there: boolean }>`select to_regnamespace(${schema}) is not null as there`.execute(db);
    if (!rows[0]?.there) await sql`create schema ${sql.id(schema)}`.execute(db);
  }
  await sql`select set_config(${jobsSchemaSetting}, ${jobs}, false)`.execute(db);
}

/**
 * Builds an index without stopping writers, for a migration with `transaction = false`. An INVALID leftover of a build
 * that was broken off is dropped and built anew.
 */
export async function createIndexConcurrently(
  db: QueryExecutorProvider,
  name: string,
  definition: string,
  kind: 'index' | 'unique index' = 'index',
): Promise<void> {
  // Not by the name alone: another schema on the search path may have one of the same name.
  const { rows } = await sql<{ schema: string; valid: boolean | null }>`
    select place.schema, i.indisvalid as valid from (select current_schema() as schema) place
    left join pg_index i on i.indexrelid = to_regclass(format('%I.%I', place.schema, ${name}::text))`.execute(db);
  const [found] = rows;
  if (found?.valid) return;
  if (found?.valid === false) await sql`drop index concurrently ${sql.id(found.schema, name)}`.execute(db);
  await sql`create ${sql.raw(kind)} concurrently ${sql.id(name)} ${sql.raw(definition)}`.execute(db);
}
