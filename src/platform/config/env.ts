import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { messageOf } from '../error-message.ts';
import { isJsonObject, type JsonObject, jsonOrNull } from '../json-object.ts';
import { mostQueueSize, usualQueueSize } from '../queue-size.ts';
import { SettingError } from './config-error.ts';

export type RawEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * In milliseconds: Node's `fetch` waits this long for the first byte of a response, and for each following chunk. Source: headersTimeout
 * and bodyTimeout of undici, which cannot be set without another package.
 */
const longestOfFetch = 300_000;

/**
 * The variables that the server reads, each with its default. A schema's error message is the second half of
 * "PORT: got "x", takes …".
 */
export const environment = z.object({
  NODE_ENV: oneOf(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  HOST: z.string().regex(/^\S+$/, 'a host name or an IP address').default('127.0.0.1'),
  PORT: integer(0, 65_535).default(4000),
  PROBE_PORT: integer(0, 65_535).optional(),
  WORKERS: integer(1, 64).default(1),
  WORKER_MAX_REQUESTS: integer(0, 1_000_000_000).default(1_000),
  WORKER_MAX_REQUESTS_JITTER: integer(0, 1_000_000_000).default(50),
  WORKER_MIN_LIFE_SECONDS: integer(0, 86_400).default(600),
  WORKER_MEMORY_MB: integer(64, 10_000_000).optional(),
  WORKER_MOVE_SECONDS: integer(0, 600).default(30),
  REQUEST_TIMEOUT_SECONDS: integer(1, 3_600).default(120),
  KEEP_ALIVE_SECONDS: integer(1, 3_600).default(5),
  SHUTDOWN_DEADLINE_MS: integer(0, 600_000).default(10_000),
  SLOW_REQUEST_MS: integer(0, 3_600_000).default(500),
  MAX_BODY_BYTES: integer(1024, 1_073_741_824).default(8_388_608),

  MAX_QUEUE_SIZE: integer(1, mostQueueSize).default(usualQueueSize),
  MAX_SUBSCRIPTIONS_PER_VIEWER: integer(1, 100_000).default(50),
  STALE_SUBSCRIPTION_SECONDS: integer(1, 86_400).default(600),
  SUBSCRIPTION_SWEEP_SECONDS: integer(1, 3_600).default(60),
  STALLED_CLIENT_SECONDS: integer(1, 3_600).default(30),

  RATE_LIMIT_FREE: integer(1, 1_000_000_000).default(100),
  RATE_LIMIT_STARTER: integer(1, 1_000_000_000).default(1_000),
  RATE_LIMIT_PRO: integer(1, 1_000_000_000).default(10_000),
  RATE_LIMIT_COST: integer(1, 1_000_000_000).default(1_000),
  QUOTA_MEMORIES_FREE: integer(0, 2_000_000_000).default(10_000),
  QUOTA_MEMORIES_STARTER: integer(0, 2_000_000_000).default(100_000),
  QUOTA_MEMORIES_PRO: integer(0, 2_000_000_000).default(10_000_000),
  QUOTA_COLLECTIONS_FREE: integer(0, 2_000_000_000).default(100),
  QUOTA_COLLECTIONS_STARTER: integer(0, 2_000_000_000).default(1_000),
  QUOTA_COLLECTIONS_PRO: integer(0, 2_000_000_000).default(100_000),

  EVENT_RETENTION: integer(1, 3_650).default(7),
  UNDO_RETENTION: integer(1, 3_650).default(30),
  PURGE_LEDGER_FILE: z.string().optional(),
  PURGE_LEDGER_RETENTION: integer(1, 3_650).default(90),
  PERSISTED_OPERATIONS: oneOf(['automatic', 'only', 'off']).default('automatic'),
  PERSISTED_OPERATIONS_FILE: z.string().optional(),
  ENABLE_RESPONSE_COMPRESSION: oneOf(['true', 'false']).default('true'),

  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.string().optional(),
  DATABASE_REPLICA_URL: z.string().optional(),
  DATABASE_MIGRATION_URL: z.string().optional(),
  DATABASE_CA: z.string().optional(),
  DATABASE_SCHEMA: schemaName().optional(),
  DATABASE_EXTENSIONS_SCHEMA: schemaName().optional(),
  MIGRATE_EXTENSIONS: oneOf(['on', 'off']).default('on'),
  DB_POOL_SIZE: integer(1, 1000).default(10),
  DB_POOL_WAIT_MS: integer(1, 600_000).default(10_000),
  STATEMENT_TIMEOUT_MS: integer(0, 3_600_000).default(30_000),
  REDIS_URL: urls(['redis', 'rediss'], 'redis://127.0.0.1:6379').pipe(usableRedisUrls()).optional(),
  REDIS_PREFIX: installationName().optional(),
  NEO4J_URL: url(['neo4j', 'neo4j+s', 'neo4j+ssc', 'bolt', 'bolt+s', 'bolt+ssc'], 'neo4j://127.0.0.1:7687').optional(),
  NEO4J_USER: z.string().default('neo4j'),
  NEO4J_PASSWORD: z.string().optional(),
  NEO4J_PREFIX: installationName().optional(),

  JWT_SECRET: z.string().optional(),
  JWT_SECRETS: z.string().optional(),
  JWKS_URL: url(['https', 'http'], 'https://id.example.com/.well-known/jwks.json').optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_ISSUER: z.string().optional(),

  EMBEDDING_PROVIDER: oneOf(['static', 'onnx', 'openai']).default('static'),
  EMBEDDING_BASE_URL: url(['https', 'http'], 'https://models.example.com/v1').optional(),
  // Becomes part of an index definition later, so it must not need quoting.
  EMBEDDING_MODEL: z
    .string()
    .regex(/^[\w.:/@-]{1,100}$/, 'up to 100 letters, digits and ._:/@-, as the endpoint names the model')
    .optional(),
  EMBEDDING_API_KEY: apiKey().optional(),
  EMBEDDING_QUERY_PREFIX: z.string().max(200).optional(),
  EMBEDDING_PASSAGE_PREFIX: z.string().max(200).optional(),
  EMBEDDING_QUERY_FIELDS: embeddingFields().optional(),
  EMBEDDING_PASSAGE_FIELDS: embeddingFields().optional(),
  EMBEDDING_BATCH_SIZE: integer(1, 64).default(32),
  EMBEDDING_CACHE_SIZE: integer(1, 1_000_000).default(10_000),
  EMBEDDING_TIMEOUT_MS: integer(100, longestOfFetch).default(30_000),
  MODEL_DIR: z.string().optional(),
  MODEL_HUB_URL: url(['https', 'http'], 'https://models.example.com').default('https://huggingface.co'),
  RERANK_PROVIDER: oneOf(['cohere', 'voyage', 'tei']).default('cohere'),
  RERANK_BASE_URL: url(['https', 'http'], 'https://rerank.example.com/v1').optional(),
  RERANK_API_KEY: apiKey().optional(),
  RERANK_MODEL: z.string().optional(),
  RERANK_DEADLINE_MS: integer(1, 60_000).default(1_500),
  LLM_BASE_URL: url(['https', 'http'], 'https://models.example.com/v1').optional(),
  LLM_API_KEY: apiKey().optional(),
  LLM_MODEL: modelNames().optional(),
  LLM_TIMEOUT_MS: integer(100, longestOfFetch).default(60_000),
  WINDOW_MESSAGES: integer(1, 100).default(10),
  WINDOW_CONTENTS: integer(0, 100).default(5),
  WINDOW_CHARACTERS: integer(1, 4_000).default(200),
  AGENT_POOL_SIZE: integer(1, 1_000).default(10),
  AGENT_IDLE_SECONDS: integer(1, 86_400).default(600),
  AGENT_CONCURRENCY: integer(1, 10_000).default(100),
  CACHE_TTL: integer(1, 86_400).default(3_600),

  ENABLE_RESPONSE_CACHE: oneOf(['true', 'false']).default('true'),
  RESPONSE_CACHE_MB: integer(1, 100_000).default(50),
  SEARCH_CACHE_MB: integer(1, 100_000).default(100),
  SEARCH_TURNS_MB: integer(1, 100_000).default(32),
  SEARCH_CACHE_TTL: integer(1, 86_400).default(300),
  SEARCH_CACHE_OFTEN_TTL: integer(1, 86_400).default(900),
  SEARCH_PAGING_TTL: integer(1, 86_400).default(600),

  CONTEXT_PLAN_CACHE_MB: integer(1, 100_000).default(200),
  CONTEXT_PLAN_CACHE_TTL: integer(1, 86_400).default(1_800),
  NARRATIVE_CONCURRENCY: integer(1, 100).default(3),
  NARRATIVE_ACTIVE_HOURS: integer(1, 8_760).default(48),

  MEMORY_LIMIT_MB: integer(64, 10_000_000).optional(),
  MEMORY_ALERT_PERCENTS: risingPercents().default([60, 75, 85]),
  MEMORY_PAUSE_PERCENT: integer(1, 100).default(70),
  MEMORY_CLEAR_PERCENT: integer(1, 100).default(80),
  RECALL_INDEX_MB: integer(0, 1_000_000).optional(),
});

export type Environment = z.output<typeof environment>;

/** Returns the process's environment, plus the variables of a `.env` file in the working directory. */
export function readEnvironment(file = '.env'): RawEnvironment {
  // Not copied into process.env: workers inherit that, and would see the file as it was when the first process started.
  return existsSync(file) ? { ...parseEnv(readText(file)), ...process.env } : process.env;
}

/** Strips the byte order mark of some editors, which would become part of the first name. */
function readText(file: string): string {
  try {
    const text = new TextDecoder().decode(readFileSync(file));
    if (!text.includes('\0')) return text;
  } catch (error) {
    throw new SettingError(file, `a file that this user may read (${messageOf(error)})`);
  }
  throw new SettingError(file, 'text in UTF-8; this is UTF-16, or no text');
}

/** Whether this process runs in an npm script: a shell then stands between npm and it. */
export const isNpmScript = (): boolean => process.env['npm_lifecycle_event'] !== undefined;

function integer(min: number, max: number) {
  const takes = `a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, takes)
    .transform(Number)
    .pipe(z.number().min(min, takes).max(max, takes));
}

/** The levels NOTICE, WARNING and CRITICAL. */
function risingPercents() {
  const takes = 'three rising whole numbers from 1 to 100, by comma, such as 60,75,85';
  const percent = z.number().min(1, takes).max(100, takes);
  return z
    .string()
    .regex(/^\d{1,3}(?:,\d{1,3}){2}$/, takes)
    .transform((value) => value.split(',').map(Number))
    .pipe(z.tuple([percent, percent, percent]))
    .refine(([notice, warning, critical]) => notice < warning && warning < critical, takes);
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, `one of ${values.join(', ')}`);
}

/** Sent in a header. fetch rejects other characters there with a message that repeats the key. */
function apiKey() {
  return z.string().regex(/^[!-~]+$/, 'a key of printable ASCII characters');
}

/** Merged into requests beside the server's own fields. */
function embeddingFields() {
  const takes = 'a JSON object without "model" and "input", such as {"input_type":"query"}';
  return z
    .string()
    .max(1_000, takes)
    .transform(jsonOrNull)
    .refine((value) => isJsonObject(value) && !('model' in value || 'input' in value), takes)
    .pipe(z.custom<JsonObject>(isJsonObject, takes));
}

/** A name that needs no quotes and leaves room for a suffix. */
function schemaName() {
  return z
    .string()
    .regex(
      /^(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,39}$/,
      'a name of up to 40 small letters, digits and _, not beginning with pg_ and not information_schema',
    );
}

/** Becomes part of keys and patterns, so no character may have a special meaning there. */
function installationName() {
  return z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'a name of up to 40 letters, digits, _ and -');
}

/** "extractive" is reserved: that agent uses no endpoint and always exists. */
function modelNames() {
  const takes = 'one or more names of models, by comma, each of 1 to 100 characters, none twice and none “extractive”';
  return z
    .string()
    .transform((value) => value.split(',').map((name) => name.trim()))
    .refine((names) => new Set([...names, 'extractive']).size === names.length + 1, takes)
    .refine((names) => names.every((name) => /^[^\s,]{1,100}$/.test(name)), takes);
}

/** One URL or, for the nodes of a cluster, several separated by commas. */
function urls(schemes: readonly string[], example: string) {
  const one = url(schemes, example);
  const takes = `a URL that begins with ${schemes.map((s) => `${s}://`).join(' or ')}, such as ${example}, or several of them by comma`;
  return z.string().refine((value) => value.split(',').every((part) => one.safeParse(part.trim()).success), takes);
}

function url(schemes: readonly string[], example: string) {
  const accepted = (value: string) => {
    if (!URL.canParse(value)) return false;
    const { protocol, hostname } = new URL(value);
    return schemes.includes(protocol.slice(0, -1)) && hostname !== '';
  };
  return z
    .string()
    .refine(accepted, `a URL that begins with ${schemes.map((s) => `${s}://`).join(' or ')}, such as ${example}`);
}

/**
 * URLs that ioredis can use. An invalid database number or percent-escape would end the process once Redis answers, with an error that names
 * no setting; Redis takes the first part of a fractional number (`1.5`). ioredis connects to all cluster nodes with the settings of the first, and a
 * cluster has only database 0: a different scheme would lose the TLS that the URL names, and another database would be silently replaced.
 */
function usableRedisUrls() {
  return z
    .string()
    .refine(
      (value) => urlsOf(value).every(isUsable),
      'redis://user:password@host:port/database, where the database is a number of up to 5 digits, and a % in the user or the password is written as %25',
    )
    .refine(
      (value) => isOneCluster(urlsOf(value)),
      'several URLs that all begin with redis://, or all with rediss://, and name no database but 0: a cluster has no other',
    );
}

const urlsOf = (value: string): URL[] => value.split(',').map((part) => new URL(part.trim()));

const databasesOf = ({ pathname, searchParams }: URL) => [pathname.slice(1), ...searchParams.getAll('db')];

const isUsable = (url: URL): boolean =>
  databasesOf(url).every((database) => /^\d{0,5}$/.test(database)) && [url.username, url.password].every(isEscaped);

function isOneCluster(urls: readonly URL[]): boolean {
  if (urls.length === 1) return true;
  const isOther = (database: string) => Number(database) > 0;
  return new Set(urls.map(({ protocol }) => protocol)).size === 1 && !urls.flatMap(databasesOf).some(isOther);
}

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
