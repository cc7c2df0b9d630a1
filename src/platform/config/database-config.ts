import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PoolConfig } from 'pg';
import { type Report, reported, SettingError } from './config-error.ts';
import type { Environment } from './env.ts';
import { parsePostgresUrl } from './postgres-url.ts';

/** Schemas of the tables. Names need no quotes. */
export type SchemaConfig = NonNullable<ReturnType<typeof schemaConfig>>;

/** Default schema of the job queues. */
export const usualJobsSchema = 'pgboss';

/** Null if none is configured. Throws if the main URL is invalid; reports problems of the other URLs. */
export function databaseConfig(env: Environment, report: Report) {
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
    /** Options for `new pg.Pool`, including `max`. */
    pool: pool(url),
    /** Bypasses any pooler, for schema changes and index builds; null: they use the connections of background work. */
    migrationPool: beside('DATABASE_MIGRATION_URL'),
    /** A streaming replica that serves searches; null: none. */
    replica: beside('DATABASE_REPLICA_URL'),
    /** Null: the role's own search path applies. */
    schema,
    /** Whether missing extensions are created; otherwise an error lists them for an administrator. */
    makesExtensions: env.MIGRATE_EXTENSIONS === 'on',
    /** Time limit for each statement of a request; 0: none. */
    statementTimeoutMs: env.STATEMENT_TIMEOUT_MS,
    /** How long a request waits for a free connection. */
    waitMs: env.DB_POOL_WAIT_MS,
  } as const;
}
export type PostgresConfig = NonNullable<ReturnType<typeof databaseConfig>>;

function schemaConfig(env: Environment) {
  const { DATABASE_SCHEMA, DATABASE_EXTENSIONS_SCHEMA } = env;
  if (!DATABASE_SCHEMA && !DATABASE_EXTENSIONS_SCHEMA) return null;
  const extensions = DATABASE_EXTENSIONS_SCHEMA ?? null;
  const name = DATABASE_SCHEMA ?? 'public';
  // Managed Postgres has extensions there: Supabase in `extensions`, others in `public`.
  const path = new Set([name, ...(extensions === null ? ['extensions', 'public'] : [extensions])]);
  return {
    name,
    /** Schema of the job queues. */
    jobs: name === 'public' ? usualJobsSchema : `${name}_jobs`,
    /** Where missing extensions are created; null: in `extensions` if it exists, otherwise in `public`. */
    extensions,
    /** Search path, the schema itself first; schemas that do not exist are skipped. */
    path: [...path],
  } as const;
}

/** Sets the path with the connection if it takes options; otherwise every transaction sets it (see scoped-client.ts). */
function onPath(pool: PoolConfig, schema: SchemaConfig | null): PoolConfig {
  if (!schema || !pool.options) return pool;
  return { ...pool, options: `${pool.options} -c search_path=${pathOf(schema)}` };
}

/** In the form that `set search_path` takes. */
export const pathOf = ({ path }: SchemaConfig): string => path.map((name) => `"${name}"`).join(',');

/** How a certificate begins in PEM. */
const begin = '-----BEGIN CERTIFICATE-----';

function certificate(setting: string): string {
  try {
    const text = setting.startsWith(begin) ? setting.replaceAll('\\n', '\n') : readFileSync(setting, 'utf8');
    // Node would leave out what it cannot parse, and then trust no server.
    const found = text.split(begin).slice(1);
    for (const rest of found) new X509Certificate(begin + rest);
    if (found.length > 0) return text;
  } catch {
    // An unreadable file is reported like one that holds something else.
  }
  throw new SettingError('DATABASE_CA', 'a readable file with certificates in PEM, or the PEM text itself');
}
