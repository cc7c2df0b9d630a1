import { sql } from 'kysely';
import { ConfigError } from '../config/config-error.ts';
import type { SchemaConfig } from '../config/database-config.ts';
import { lacksPrivilege } from '../database-errors.ts';
import type { Database } from './database.ts';

/** The defaults: the search path decides, and this role creates missing extensions. */
export const usualPlace: ExtensionSettings = { schema: null, makesExtensions: true };

export interface ExtensionSettings {
  readonly schema: SchemaConfig | null;
  /** False: missing ones are listed in an error, for an administrator to create. */
  readonly makesExtensions: boolean;
}

export const neededExtensions = ['vector', 'pg_trgm', 'btree_gin'];

/** First pgvector with 16-bit vectors, and with index scans that continue when a filter leaves too few rows. */
const oldestVector = [0, 8];
/** First pgvector without CVE-2026-3172. */
const safeVector = [0, 8, 2];
const oldestPostgres = 15;

/** Checks that the extensions exist, are on the search path and new enough; creates missing ones if configured. */
export async function requireExtensions(db: Database, settings: ExtensionSettings): Promise<void> {
  await makeMissing(db, settings);
  const { rows } = await sql<{ postgres: string; vector: string }>`
    select current_setting('server_version') as postgres, extversion as vector from pg_extension where extname = 'vector'`.execute(
    db,
  );
  const problem = rows[0] && tooOld(rows[0]);
  if (problem) throw new ConfigError([problem]);
}

/** Returns the problem with these versions; null: none. */
export function tooOld({ postgres, vector }: { readonly postgres: string; readonly vector: string }) {
  const variable = 'DATABASE_URL';
  if (Number.parseInt(postgres, 10) < oldestPostgres) {
    return { variable, got: `a Postgres ${postgres}`, takes: `one of version ${oldestPostgres} or newer` };
  }
  return isBelow(vector, oldestVector) ? { variable, ...outdated(vector, oldestVector) } : null;
}

/** Returns the problem with a pgvector that works but has a known vulnerability; null: none is known. */
export async function vectorProblem(db: Database) {
  const { rows } = await sql<{ vector: string }>`
    select extversion as vector from pg_extension where extname = 'vector'`.execute(db);
  const [{ vector } = { vector: '' }] = rows;
  return isBelow(vector, safeVector) ? outdated(vector, safeVector) : null;
}

const outdated = (vector: string, oldest: readonly number[]) => ({
  got: `a database with pgvector ${vector}`,
  takes: `pgvector ${oldest.join('.')} or newer: where the server has it, alter extension vector update`,
});

function isBelow(version: string, oldest: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  const at = oldest.findIndex((least, place) => parts[place] !== least);
  return at >= 0 && (parts[at] ?? 0) < (oldest[at] ?? 0);
}

async function makeMissing(db: Database, settings: ExtensionSettings): Promise<void> {
  const { rows } = await sql<{ name: string; schema: string; found: boolean }>`
    select extname as name, nspname as schema, nspname = any(current_schemas(true)) as found
    from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = any(${neededExtensions}::text[])`.execute(
    db,
  );
  const hidden = rows.find(({ found }) => !found);
  if (hidden) throw hiddenExtension(hidden);
  const missing = neededExtensions.filter((name) => !rows.some((row) => row.name === name));
  if (missing.length === 0) return;
  const statements = await statementsFor(db, missing, settings);
  if (!settings.makesExtensions) throw missingExtensions('"off"', missing, statements);
  for (const statement of statements) {
    await sql
      .raw(statement)
      .execute(db)
      .catch((error: unknown) => {
        if (!lacksPrivilege(error)) throw error;
        throw missingExtensions('"on", with a role that may make no extensions,', missing, statements);
      });
  }
}

/** Statements that create them where they will be found: in a schema of settings, which is created first if the database lacks it. */
async function statementsFor(db: Database, names: readonly string[], { schema }: ExtensionSettings): Promise<string[]> {
  if (!schema) return names.map((name) => `create extension ${name}`);
  // In our own schema, another installation in the same database would not find them.
  const { rows } = await sql<{ place: string; there: boolean; role: string }>`
    select place, to_regnamespace(quote_ident(place)) is not null as there, quote_ident(current_user) as role
    from (select coalesce(${schema.extensions}, case when to_regnamespace('extensions') is null then 'public' else 'extensions' end)) usual (place)`.execute(
    db,
  );
  return rows.flatMap(({ place, there, role }) => [
    ...(there ? [] : [`create schema "${place}"`, `grant usage on schema "${place}" to ${role}`]),
    ...names.map((name) => `create extension ${name} schema "${place}"`),
  ]);
}

const missingExtensions = (setting: string, names: readonly string[], statements: readonly string[]) =>
  new ConfigError([
    {
      variable: 'MIGRATE_EXTENSIONS',
      got: `${setting} and a database without ${names.join(', ')}`,
      takes: `extensions that a role with the right to do so has created before: ${statements.join('; ')};`,
    },
  ]);

const hiddenExtension = ({ name, schema }: { readonly name: string; readonly schema: string }) =>
  new ConfigError([
    {
      variable: 'DATABASE_EXTENSIONS_SCHEMA',
      got: `a database whose extension ${name} lies in the schema ${schema}, which is not on the search path`,
      takes: `that schema: DATABASE_EXTENSIONS_SCHEMA=${schema}`,
    },
  ]);
