import { readFileSync } from 'node:fs';
import type { PoolConfig } from 'pg';
import { type Report, reported, SettingError } from './config-error.ts';
import type { Environment } from './env.ts';
import { parsePostgresUrl } from './postgres-url.ts';

export interface PostgresConfig {
  readonly kind: 'postgres';
  /** As `new pg.Pool` takes it, `max` included. */
  readonly pool: Readonly<PoolConfig>;
  /** Past any pooler, for changes of the schema and builds of indexes; null: by the connections of background work. */
  readonly migrationPool: Readonly<PoolConfig> | null;
  /** A streaming replica that searches read from; null: none. */
  readonly replica: Readonly<PoolConfig> | null;
  /** Null: wherever the role's own search path leads. */
  readonly schema: SchemaConfig | null;
  /** Whether extensions that are missing are made, or named for who may make them. */
  readonly makesExtensions: boolean;
  /** How long a statement of a request may take; 0: for ever. */
  readonly statementTimeoutMs: number;
  /** How long a request waits for a connection that is free. */
  readonly waitMs: number;
}

/** Where tables lie. Names that need no quotes. */
export interface SchemaConfig {
  readonly name: string;
  /** The one of the job queues. */
  readonly jobs: string;
  /** Where extensions that are missing are made; null: `extensions` where there is one, else `public`. */
  readonly extensions: string | null;
  /** Where names are looked for, the schema itself first; those that are not there are passed over. */
  readonly path: readonly string[];
}

/** Where nothing else is said. */
export const usualJobsSchema = 'pgboss';

/** Null: none is configured. What is wrong with a URL beside the first is reported; the first throws. */
export function databaseConfig(env: Environment, report: Report): PostgresConfig | null {
  const { DATABASE_URL: url, DATABASE_CA: ca, DB_POOL_SIZE: max } = env;
  if (!url) return null;
  const authority = ca ? certificate(ca) : null;
  const schema = schemaConfig(env);
  const pool = (text: string) => ({ ...onPath(parsePostgresUrl(text, authority), schema), max });
  const beside = (variable: 'DATABASE_REPLICA_URL' | 'DATABASE_MIGRATION_URL') => {
    const other = env[variable];
    if (!other) return null;
    const reportBeside: Report = (named, takes) => report(named === 'DATABASE_URL' ? variable : named, takes);
    return reported(reportBeside, () => pool(other));
  };
  return {
    kind: 'postgres',
    pool: pool(url),
    migrationPool: beside('DATABASE_MIGRATION_URL'),
    replica: beside('DATABASE_REPLICA_URL'),
    schema,
    makesExtensions: env.MIGRATE_EXTENSIONS === 'on',
    statementTimeoutMs: env.STATEMENT_TIMEOUT_MS,
    waitMs: env.DB_POOL_WAIT_MS,
  };
}

function schemaConfig(env: Environment): SchemaConfig | null {
  const { DATABASE_SCHEMA, DATABASE_EXTENSIONS_SCHEMA } = env;
  if (!DATABASE_SCHEMA && !DATABASE_EXTENSIONS_SCHEMA) return null;
  const extensions = DATABASE_EXTENSIONS_SCHEMA ?? null;
  const name = DATABASE_SCHEMA ?? 'public';
  // As managed Postgres has them: Supabase in `extensions`, others in `public`.
  const path = new Set([name, ...(extensions === null ? ['extensions', 'public'] : [extensions])]);
  return { name, jobs: name === 'public' ? usualJobsSchema : `${name}_jobs`, extensions, path: [...path] };
}

/** The path goes with the connection where it takes options; elsewhere with every transaction (see scoped-client.ts). */
function onPath(pool: PoolConfig, schema: SchemaConfig | null): PoolConfig {
  if (!schema || !pool.options) return pool;
  return { ...pool, options: `${pool.options} -c search_path=${pathOf(schema)}` };
}

/** As `set search_path` takes it. */
export const pathOf = ({ path }: SchemaConfig): string => path.map((name) => `"${name}"`).join(',');

function certificate(setting: string): string {
  if (setting.startsWith('-----BEGIN')) return setting.replaceAll('\\n', '\n');
  try {
    const text = readFileSync(setting, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch {
    // An unreadable file is reported like one that holds something else.
  }
  throw new SettingError('DATABASE_CA', 'a readable file with certificates in PEM, or the PEM text itself');
}
