import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, type QueryExecutorProvider, sql } from 'kysely';
import type { SchemaConfig } from '../config/database-config.ts';
import { hasCode } from '../error-code.ts';
import { runAnew } from '../run-anew.ts';
import type { Database } from './database.ts';
import { type ExtensionSettings, requireExtensions, usualPlace } from './extensions.ts';
import { requireLetters } from './letters.ts';

/** A file of `migrations/`: one change, and how to revert it. */
interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
  down(db: Kysely<unknown>): Promise<void>;
  /** False if it cannot run in a transaction, such as a concurrent index build; it must then be idempotent. */
  readonly transaction?: boolean;
}

interface MigrateOptions {
  /** Where the tables go, and who creates the extensions. Default: the search path decides, and this role creates them. */
  readonly place?: ExtensionSettings;
  /** `latest` applies all missing migrations; `none` reverts all, newest first. */
  readonly to?: 'latest' | 'none';
  /** Restricts it to these migrations. */
  readonly only?: ReadonlySet<string>;
  /** How long a migration waits for a lock before it is retried, so that requests do not queue up behind it. */
  readonly lockTimeoutMs?: number;
  readonly onProgress?: (name: string) => void;
  /** Called with the migrations that a later version has applied, if there are any. */
  readonly onLater?: (names: readonly string[]) => void;
  /** Called when another process is migrating and this one waits for it. */
  readonly onWaiting?: () => void;
  /** Called when a table that the migration needs is locked and it will be retried. */
  readonly onLocked?: (name: string) => void;
}

/** Tells migrations, which only get a connection, the schema of the job queues. */
export const jobsSchemaSetting = 'mnemograph.jobs_schema';

const folder = new URL('../../../migrations/', import.meta.url);
const migrationFile = /\.ts$/;
const lockKey = 7_316_402;
const lockPollMs = 200;
const defaultLockTimeoutMs = 5_000;
const lockAttempts = 12;
/** SQLSTATE for a lock timeout. */
const lockNotAvailable = '55P03';
const isLocked = (error: unknown): boolean => hasCode(error, lockNotAvailable);

/**
 * Migrates the schema to the newest version (or reverts it). One process at a time holds the advisory lock; each
 * migration commits together with its record, and is tried up to twelve times if it gets no lock in time.
 */
export async function migrate(db: Database, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { only, place = usualPlace } = options;
  const known = await knownMigrations();
  const migrations = known.filter((name) => !only || only.has(name));
  return db.connection().execute(async (connection) => {
    const found = await appliedMigrations(connection, place.schema);
    const later = found.filter((name) => !known.includes(name));
    if (later.length > 0) options.onLater?.(later);
    // The usual case. It takes no advisory lock, which behind a pooler would stay with the connection's next user.
    if (options.to !== 'none' && areAll(migrations, found)) return [];
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

/** Whether these connections see a schema with all migrations of this version. */
export const isMigrated = async (db: Database, schema: SchemaConfig | null): Promise<boolean> =>
  areAll(await knownMigrations(), await appliedMigrations(db, schema));

/** For commands that need a schema that a server has already created. */
export async function requireSchema(db: Database, schema: SchemaConfig | null): Promise<void> {
  if (await isMigrated(db, schema)) return;
  throw new Error('This database lacks tables of this version: start a server on it once, or `npm run migrate`');
}

const areAll = (migrations: readonly string[], applied: readonly string[]): boolean =>
  new Set(migrations).isSubsetOf(new Set(applied));

/**
 * Names of the migrations applied to this database, including those of later versions; none if it has no schema. Looks it
 * up by name: before it exists, the search path may lead to another installation's.
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

/** Names of this version's migrations, in order. */
export async function knownMigrations(): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((file) => migrationFile.test(file)).sort();
  return files.map((file) => file.replace(migrationFile, ''));
}

/** Returns those migrations that this version does not know, since a later one applied them. */
export async function laterMigrations(names: readonly string[]): Promise<readonly string[]> {
  const known = new Set(await knownMigrations());
  return names.filter((name) => !known.has(name));
}

/** Polls: a blocked statement would hold a snapshot, for which concurrent index builds wait. */
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
    const change = () => apply(db, migration, up, options.lockTimeoutMs ?? defaultLockTimeoutMs);
    await runAnew(lockAttempts, change, isLocked, (tried) => {
      options.onLocked?.(name);
      return delay(200 * tried);
    });
  }
  return todo;
}

/** Imports only migrations that will run: the others would only take memory. A build finds them by the shape of this path. */
const load = async (name: string): Promise<Migration> => ({
  ...(await import(`../../../migrations/${name}.ts`)),
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
    // A concurrent build must wait for readers; a revert need not.
    await sql`select set_config('lock_timeout', ${up ? '0' : String(lockTimeoutMs)}, false)`.execute(db);
    return await change(db).finally(() => sql`reset lock_timeout`.execute(db));
  }
  await db.transaction().execute(async (transaction) => {
    await sql`select set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`.execute(transaction);
    await change(transaction);
  });
}

/** Uses schemas that another role created beforehand: creating one needs a privilege on the whole database. */
async function createSchemas(db: Database, { name, jobs }: SchemaConfig): Promise<void> {
  for (const schema of [name, jobs]) {
    const { rows } = await sql<{ there: boolean }>`select to_regnamespace(${schema}) is not null as there`.execute(db);
    if (!rows[0]?.there) await sql`create schema ${sql.id(schema)}`.execute(db);
  }
  await sql`select set_config(${jobsSchemaSetting}, ${jobs}, false)`.execute(db);
}

/**
 * Builds an index without blocking writers, for a migration with `transaction = false`. An INVALID index left by an
 * interrupted build is dropped and rebuilt.
 */
export async function createIndexConcurrently(
  db: QueryExecutorProvider,
  name: string,
  definition: string,
  kind: 'index' | 'unique index' = 'index',
): Promise<void> {
  // Looked up in its schema: another schema on the search path may have an index of the same name.
  const { rows } = await sql<{ schema: string; valid: boolean | null }>`
    select place.schema, i.indisvalid as valid from (select current_schema() as schema) place
    left join pg_index i on i.indexrelid = to_regclass(format('%I.%I', place.schema, ${name}::text))`.execute(db);
  const [found] = rows;
  if (found?.valid) return;
  if (found?.valid === false) await sql`drop index concurrently ${sql.id(found.schema, name)}`.execute(db);
  await sql`create ${sql.raw(kind)} concurrently ${sql.id(name)} ${sql.raw(definition)}`.execute(db);
}
