import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadConfig } from './config.ts';
import { ConfigError } from './config-error.ts';

const megabyte = 1024 * 1024;

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

test('loads defaults without any setting', () => {
  const config = loadConfig({});
  expect(config.server).toEqual({ host: '127.0.0.1', port: 4000, keepAliveMs: 5_000 });
  expect(config.database).toEqual({ kind: 'embedded', dataDir: resolve('data') });
  expect(config).toMatchObject({
    redis: null,
    neo4j: null,
    limits: { bodyBytes: 8 * 1024 * 1024 },
  });
  expect(config.auth).toEqual({ secrets: [], jwksUrl: null, audience: null, issuer: null });
  expect(config.embedding.modelDir).toBe(resolve('models'));
  expect(config.rerank).toEqual({ endpoint: null, deadlineMs: 1500 });
});

test('is deeply frozen', () => {
  const config = loadConfig({ DATABASE_URL: 'postgres://h/db?sslmode=require' });
  expect(Object.isFrozen(config.server)).toBe(true);
  expect(config.database.kind === 'postgres' && Object.isFrozen(config.database.pool.ssl)).toBe(true);
});

test('treats an empty variable as unset', () => {
  expect(loadConfig({ PORT: '', REDIS_URL: ' ', JWT_SECRET: '' })).toEqual(loadConfig({}));
});

test('lists every problem with the variable, its value and what it takes', () => {
  const problems = problemsOf({
    PORT: '70000',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://root@localhost/x',
    REDIS_URL: 'localhost:6379',
    EMBEDDING_PROVIDER: 'word2vec',
    JWT_SECRETS: 'no-kid',
  });
  expect(problems).toEqual([
    '  LOG_LEVEL: got "loud", takes one of fatal, error, warn, info, debug, trace, silent',
    '  PORT: got "70000", takes a whole number from 0 to 65535',
    expect.stringMatching(/REDIS_URL: got .*, takes a URL that begins with redis:\/\/ or rediss:\/\//),
    expect.stringMatching(/EMBEDDING_PROVIDER: got "word2vec", takes one of static, onnx, openai/),
    expect.stringMatching(/DATABASE_URL: got "mysql:.*, takes postgres:\/\/user:password@host:port\/database/),
    expect.stringMatching(
      /JWT_SECRETS: got a value of 6 characters \(not shown\), takes kid:secret.*, of which the first signs/,
    ),
  ]);
});

test.each([
  'redis://h/cache',
  'redis://h:6379/1.5',
  'redis://h/-1',
  'rediss://h?db=cache',
  'redis://:100%@h',
  'redis://h,redis://h/x',
])('refuses a Redis URL with a non-numeric database or an undecodable password: %s', (url) => {
  expect(problemsOf({ REDIS_URL: url })).toEqual([
    expect.stringMatching(/REDIS_URL: got .*, takes redis:\/\/.* where the database is a number/),
  ]);
});

test.each(['redis://h,rediss://i', 'rediss://h, redis://i', 'redis://h/3,redis://i/3', 'redis://h,redis://i?db=1'])(
  'refuses cluster nodes whose URLs differ in TLS or name a database: %s',
  (url) => {
    expect(problemsOf({ REDIS_URL: url })).toEqual([expect.stringMatching(/REDIS_URL: got .*, takes several URLs/)]);
  },
);

test.each(['redis://h', 'redis://h/', 'redis://h:6379/15', 'rediss://u:%25@h?db=2&family=6', 'redis://h/0, redis://i'])(
  'accepts the Redis URL %s',
  (url) => {
    expect(problemsOf({ REDIS_URL: url })).toEqual([]);
  },
);

test('accepts window settings only within their bounds', () => {
  const { window } = loadConfig({ WINDOW_MESSAGES: '100', WINDOW_CONTENTS: '0', WINDOW_CHARACTERS: '4000' }).context;
  expect(window).toEqual({ maxMessages: 100, maxWithContent: 0, maxContentLength: 4_000 });
  expect(problemsOf({ WINDOW_MESSAGES: '0', WINDOW_CONTENTS: '101', WINDOW_CHARACTERS: 'all' })).toEqual([
    '  WINDOW_MESSAGES: got "0", takes a whole number from 1 to 100',
    '  WINDOW_CONTENTS: got "101", takes a whole number from 0 to 100',
    '  WINDOW_CHARACTERS: got "all", takes a whole number from 1 to 4000',
  ]);
});

test('refuses an endpoint timeout longer than that of fetch', () => {
  for (const name of ['EMBEDDING_TIMEOUT_MS', 'LLM_TIMEOUT_MS']) {
    expect(problemsOf({ [name]: '300000' })).toEqual([]);
    expect(problemsOf({ [name]: '300001' })).toEqual([expect.stringContaining('100 to 300000')]);
  }
});

test('shows neither secrets nor passwords in its messages', () => {
  const message = problemsOf({
    NODE_ENV: 'production',
    JWT_SECRET: 'canary-1',
    JWT_SECRETS: 'a:canary-2',
    DATABASE_URL: 'postgres://me:canary-3@host/db?sslmode=often&password=canary-3',
    REDIS_URL: 'redis://:canary-4@host,redis://user:canary-4@other,x',
    NEO4J_URL: 'host=x password=canary-5',
    NEO4J_PASSWORD: 'canary-6',
    RERANK_BASE_URL: 'https://me:canary-7@host/v1',
    RERANK_API_KEY: 'canary-8 with spaces',
    EMBEDDING_API_KEY: 'canary-9',
    EMBEDDING_BASE_URL: 'https://me:canary-10@host',
  }).join('\n');
  const masked = ['JWT_SECRET:', 'JWT_SECRETS:', 'DATABASE_URL:', 'REDIS_URL:', 'NEO4J_URL:', 'RERANK_', 'EMBEDDING_'];
  for (const variable of masked) {
    expect(message).toContain(variable);
  }
  expect(message).not.toContain('canary');
});

test('refuses settings that contradict each other', () => {
  expect(problemsOf({ WORKERS: '2' })).toEqual([
    expect.stringContaining('WORKERS: got "2", takes 1 with the embedded'),
    expect.stringContaining('WORKERS: got "2", takes 1 without REDIS_URL'),
  ]);
  const shared = { WORKERS: '2', DATABASE_URL: 'postgres://h/db', REDIS_URL: 'redis://h' };
  expect(problemsOf({ ...shared, REDIS_URL: '' })).toHaveLength(1);
  expect(problemsOf(shared)).toEqual([]);
  expect(problemsOf({ DATABASE_CA: 'x' })).toEqual([expect.stringContaining('DATABASE_CA')]);
  expect(problemsOf({ NEO4J_URL: 'bolt://h' })).toEqual([expect.stringContaining('NEO4J_PASSWORD: got nothing')]);
  expect(problemsOf({ NEO4J_PASSWORD: 'x' })).toEqual([expect.stringContaining('NEO4J_PASSWORD')]);
  expect(problemsOf({ REDIS_PREFIX: 'blue' })).toEqual([expect.stringContaining('nothing without REDIS_URL')]);
  expect(problemsOf({ WORKER_MAX_REQUESTS: '500' })).toEqual([expect.stringContaining('nothing without WORKERS')]);
  expect(problemsOf({ WORKER_MAX_REQUESTS: '500', WORKERS: '1' })).toEqual([]);
  expect(problemsOf({ NEO4J_PREFIX: 'blue' })).toEqual([expect.stringContaining('nothing without NEO4J_URL')]);
  expect(problemsOf({ RERANK_API_KEY: 'x', RERANK_MODEL: 'y' })).toEqual([
    expect.stringContaining('RERANK_API_KEY'),
    expect.stringContaining('RERANK_MODEL'),
  ]);
  expect(problemsOf({ RERANK_BASE_URL: 'https://user@host/v1' })).toEqual([
    expect.stringContaining(
      'RERANK_BASE_URL: got "https://user@host/v1", takes a URL without user and password; a key',
    ),
  ]);
});

describe('refuses, naming the variable to change,', () => {
  const database = { DATABASE_URL: 'postgres://h/db', REDIS_URL: 'redis://h' };
  const pooled = { DATABASE_URL: 'postgres://h:6432/db?options=' };
  test.each<[string, Record<string, string>, string]>([
    ['a schema without Postgres', { DATABASE_SCHEMA: 'mine' }, 'DATABASE_SCHEMA: got "mine", takes nothing without'],
    [
      'extensions without Postgres',
      { DATABASE_EXTENSIONS_SCHEMA: 'x' },
      'DATABASE_EXTENSIONS_SCHEMA: got "x", takes n',
    ],
    ['extensions that nobody makes', { MIGRATE_EXTENSIONS: 'off' }, 'MIGRATE_EXTENSIONS: got "off", takes on with the'],
    [
      'a way past no pooler',
      { DATABASE_MIGRATION_URL: 'postgres://h/db' },
      'DATABASE_MIGRATION_URL: got "postgres://h/db',
    ],
    [
      'a way past a pooler that leads to one',
      { ...pooled, DATABASE_MIGRATION_URL: 'postgres://u:canary@h:6432/db?options=' },
      'DATABASE_MIGRATION_URL: got "postgres://u:***@h:6432/db?options=", takes Postgres itself',
    ],
    ['a schema behind a pooler alone', { ...pooled, DATABASE_SCHEMA: 'mine' }, 'DATABASE_MIGRATION_URL: got nothing'],
    [
      'a name that wants quotes',
      { ...database, DATABASE_SCHEMA: 'My-Own' },
      'DATABASE_SCHEMA: got "My-Own", takes a name',
    ],
    [
      'the schema of Postgres itself',
      { ...database, DATABASE_SCHEMA: 'information_schema' },
      'DATABASE_SCHEMA: got "information_schema", takes a name',
    ],
    [
      'a replica that is the primary',
      { ...database, DATABASE_REPLICA_URL: database.DATABASE_URL },
      'DATABASE_REPLICA_URL: got "postgres://h/db", takes another server',
    ],
    [
      'a replica without Redis',
      { DATABASE_URL: 'postgres://h/db', DATABASE_REPLICA_URL: 'postgres://r/db' },
      'DATABASE_REPLICA_URL: got "postgres://r/db", takes nothing without REDIS_URL',
    ],
    [
      'a listed operation and none that is taken',
      { PERSISTED_OPERATIONS: 'off', PERSISTED_OPERATIONS_FILE: 'package.json' },
      'PERSISTED_OPERATIONS_FILE: got "package.json", takes',
    ],
    ...['60,75', '60,75,75', '75,60,85', '60,75,101', '60,75,x', '1e1,75,85', '60,,85'].map(
      (percents) =>
        [
          'memory levels that do not rise',
          { MEMORY_ALERT_PERCENTS: percents },
          `MEMORY_ALERT_PERCENTS: got "${percents}", takes three rising whole numbers from 1 to 100`,
        ] as [string, Record<string, string>, string],
    ),
    [
      'often asked and sooner forgotten',
      { SEARCH_CACHE_TTL: '60', SEARCH_CACHE_OFTEN_TTL: '30' },
      'OFTEN_TTL: got "30"',
    ],
    [
      'more jitter than requests',
      { WORKER_MAX_REQUESTS: '10', WORKER_MAX_REQUESTS_JITTER: '50' },
      'WORKER_MAX_REQUESTS_JITTER: got "50", takes at most 10',
    ],
    [
      'an index beyond a worker’s memory',
      { ...database, WORKERS: '2', MEMORY_LIMIT_MB: '512', RECALL_INDEX_MB: '300' },
      'RECALL_INDEX_MB: got "300", takes at most 256',
    ],
    [
      'a worker that outgrows its share',
      { ...database, WORKERS: '2', MEMORY_LIMIT_MB: '512', WORKER_MEMORY_MB: '300' },
      'WORKER_MEMORY_MB: got "300", takes at most 256',
    ],
    ['two listeners on one port', { PORT: '4000', PROBE_PORT: '4000' }, 'PROBE_PORT: got "4000", takes another port'],
    [
      'keys with a password',
      { JWKS_URL: 'https://u:canary@h/' },
      'JWKS_URL: got "https://u:***@h/", takes a URL without',
    ],
    [
      'words before a passage and no endpoint that wants them',
      { EMBEDDING_PROVIDER: 'onnx', EMBEDDING_PASSAGE_PREFIX: 'passage:' },
      'EMBEDDING_PASSAGE_PREFIX: got "passage:", takes nothing without EMBEDDING_PROVIDER=openai',
    ],
    ['a model and no endpoint', { LLM_MODEL: 'm' }, 'LLM_MODEL: got "m", takes nothing without LLM_BASE_URL'],
  ])('%s', (_, settings, problem) => {
    const problems = problemsOf(settings);
    expect(problems.join('\n')).toContain(problem);
    expect(problems.join('\n')).not.toContain('canary');
  });
});

test.each([
  ['of the container', 512, 512],
  ['of the machine, where the container may have more', 2 ** 43, totalmem() / megabyte],
  ['of the machine, where there is no container', 0, totalmem() / megabyte],
])('the memory limit is the memory %s', (_, constrained, megabytes) => {
  vi.spyOn(process, 'constrainedMemory').mockReturnValue(constrained * megabyte);
  onTestFinished(() => void vi.restoreAllMocks());
  expect(loadConfig({}).memoryLimitBytes).toBe(megabytes * megabyte);
  expect(loadConfig({ MEMORY_LIMIT_MB: '300' }).memoryLimitBytes).toBe(300 * megabyte);
});

test('workers get equal shares of the memory', () => {
  const shared = { WORKERS: '4', DATABASE_URL: 'postgres://h/db', REDIS_URL: 'redis://h', MEMORY_LIMIT_MB: '2000' };
  const { cluster, memoryLimitBytes, recallIndexBytes } = loadConfig(shared);
  expect(memoryLimitBytes).toBe(500 * 1024 * 1024);
  expect(recallIndexBytes).toBe(125 * 1024 * 1024);
  expect(cluster).toEqual({
    workers: 4,
    maxRequests: 1_000,
    jitter: 50,
    minLifeMs: 600_000,
    memoryBytes: 450 * 1024 * 1024,
    moveMs: 30_000,
    leaveMs: 150_000,
  });
  expect(loadConfig({ ...shared, KEEP_ALIVE_SECONDS: '65' }).cluster).toMatchObject({ leaveMs: 185_000 });
  expect(loadConfig({}).cluster).toBeNull();
});

test('reads an embedding endpoint, and refuses an incomplete one', () => {
  const endpoint = { EMBEDDING_BASE_URL: 'http://127.0.0.1:8080/v1', EMBEDDING_MODEL: 'org/model-3:latest' };
  const given = { ...endpoint, EMBEDDING_API_KEY: 'k', EMBEDDING_QUERY_PREFIX: 'query:' };
  const fields = { EMBEDDING_QUERY_FIELDS: '{"input_type":"query"}' };
  expect(loadConfig({ EMBEDDING_PROVIDER: 'openai', ...given, ...fields }).embedding).toEqual({
    provider: 'openai',
    modelDir: resolve('models'),
    baseUrl: 'http://127.0.0.1:8080/v1',
    model: 'org/model-3:latest',
    apiKey: 'k',
    prefixes: { query: 'query:', passage: '' },
    fields: { query: { input_type: 'query' }, passage: {} },
    batchSize: 32,
    timeoutMs: 30_000,
  });
  const batchSize = (value: string) => ({ EMBEDDING_PROVIDER: 'openai', ...endpoint, EMBEDDING_BATCH_SIZE: value });
  expect(loadConfig(batchSize('10')).embedding).toMatchObject({ batchSize: 10 });
  expect(problemsOf(batchSize('65'))).toEqual([expect.stringContaining('EMBEDDING_BATCH_SIZE: got "65", takes')]);
  expect(problemsOf({ EMBEDDING_PROVIDER: 'openai', ...endpoint, EMBEDDING_API_KEY: 'of two\nlines' })).toEqual([
    expect.stringMatching(/EMBEDDING_API_KEY: got a value .*not shown.*, takes a key of printable/),
  ]);
  for (const wrong of ['input_type=query', '["query"]', '{"input":[]}']) {
    expect(problemsOf({ EMBEDDING_PROVIDER: 'openai', ...endpoint, EMBEDDING_PASSAGE_FIELDS: wrong })).toEqual([
      expect.stringMatching(/EMBEDDING_PASSAGE_FIELDS: got .*, takes a JSON object without "model" and "input"/),
    ]);
  }
  expect(problemsOf({ EMBEDDING_PROVIDER: 'openai' })).toEqual([
    expect.stringContaining('EMBEDDING_BASE_URL: got nothing, takes the endpoint'),
    expect.stringContaining('EMBEDDING_MODEL: got nothing'),
  ]);
  expect(problemsOf({ ...endpoint, EMBEDDING_PROVIDER: 'opneai' })).toEqual([
    expect.stringContaining('EMBEDDING_PROVIDER: got "opneai", takes one of static, onnx, openai'),
  ]);
  expect(problemsOf({ EMBEDDING_MODEL: 'of two words' })).toEqual([
    expect.stringContaining('EMBEDDING_MODEL: got "of two words", takes up to 100 letters'),
  ]);
  expect(problemsOf(endpoint)).toEqual([
    expect.stringContaining('takes nothing without EMBEDDING_PROVIDER=openai'),
    expect.stringContaining('EMBEDDING_MODEL'),
  ]);
  expect(problemsOf({ EMBEDDING_PROVIDER: 'openai', ...endpoint, EMBEDDING_MODEL: "a'b" })).toHaveLength(1);
});

test('requires a strong secret or a key set over HTTPS in production', () => {
  const production = { NODE_ENV: 'production' };
  expect(problemsOf(production)).toEqual([expect.stringContaining('JWT_SECRET: got nothing')]);
  expect(problemsOf({ ...production, JWT_SECRET: 'short' })).toEqual([expect.stringContaining('32 bytes')]);
  for (const host of [
    'http://id.example.com',
    'HTTP://id.example.com',
    'http://localhost.example.com',
    'http://127.example.com',
  ])
    expect(problemsOf({ ...production, JWKS_URL: `${host}/jwks` })).toHaveLength(1);
  for (const host of ['localhost:8080', '127.0.0.1', '[::1]'])
    expect(problemsOf({ ...production, JWKS_URL: `http://${host}/jwks` })).toEqual([]);
  expect(problemsOf({ ...production, JWKS_URL: 'https://id.example.com/jwks' })).toEqual([]);
  expect(problemsOf({ ...production, JWT_SECRETS: `a:${'x'.repeat(32)}` })).toEqual([]);
});

test('orders the secrets: those with a kid as given, then the one without', () => {
  expect(loadConfig({ JWT_SECRET: 'c', JWT_SECRETS: 'new:a:b, old:b' }).auth.secrets).toEqual([
    { kid: 'new', secret: 'a:b' },
    { kid: 'old', secret: 'b' },
    { kid: null, secret: 'c' },
  ]);
  expect(problemsOf({ JWT_SECRETS: 'a:x,a:y' })).toEqual([expect.stringContaining('a different kid')]);
});

test('accepts a rerank endpoint with or without key and model', () => {
  const url = { RERANK_BASE_URL: 'http://127.0.0.1:8080/v1' };
  expect(loadConfig(url).rerank).toEqual({
    endpoint: { baseUrl: 'http://127.0.0.1:8080/v1', apiKey: null, model: null, provider: 'cohere' },
    deadlineMs: 1500,
  });
  const settings = { ...url, RERANK_API_KEY: 'k', RERANK_MODEL: 'm', RERANK_DEADLINE_MS: '200' };
  expect(loadConfig(settings).rerank).toMatchObject({ endpoint: { apiKey: 'k', model: 'm' }, deadlineMs: 200 });
});

test('maps each numeric setting to its config field, in the unit that its reader expects', () => {
  const config = loadConfig({
    KEEP_ALIVE_SECONDS: '14',
    SHUTDOWN_DEADLINE_MS: '1001',
    SLOW_REQUEST_MS: '1002',
    REQUEST_TIMEOUT_SECONDS: '3',
    MAX_BODY_BYTES: '2004',
    MAX_QUEUE_SIZE: '15',
    MAX_SUBSCRIPTIONS_PER_VIEWER: '5',
    STALE_SUBSCRIPTION_SECONDS: '6',
    SUBSCRIPTION_SWEEP_SECONDS: '7',
    STALLED_CLIENT_SECONDS: '8',
    EVENT_RETENTION: '9',
    UNDO_RETENTION: '10',
    PURGE_LEDGER_RETENTION: '11',
    RECALL_INDEX_MB: '12',
    PROBE_PORT: '13',
    MEMORY_ALERT_PERCENTS: '16,17,18',
    MEMORY_PAUSE_PERCENT: '19',
    MEMORY_CLEAR_PERCENT: '20',
  });
  expect(config).toMatchObject({
    server: { keepAliveMs: 14_000 },
    shutdownDeadlineMs: 1_001,
    slowRequestMs: 1_002,
    requestTimeoutMs: 3_000,
    limits: {
      bodyBytes: 2_004,
      queueSize: 15,
      subscriptions: { perViewer: 5, staleMs: 6_000, sweepMs: 7_000, stalledMs: 8_000 },
    },
    eventRetentionDays: 9,
    undoRetentionDays: 10,
    purgeLedger: { file: null, days: 11 },
    recallIndexBytes: 12 * megabyte,
    probePort: 13,
    memoryLevels: { notice: 0.16, warning: 0.17, critical: 0.18, pause: 0.19, clear: 0.2 },
  });
});

test('maps rate limits and quotas to the plan in their name', () => {
  const settings = ['RATE_LIMIT', 'QUOTA_MEMORIES', 'QUOTA_COLLECTIONS'].flatMap((limit, tens) =>
    ['FREE', 'STARTER', 'PRO'].map((plan, ones) => [`${limit}_${plan}`, `${10 * (tens + 1) + ones}`]),
  );
  expect(loadConfig({ ...Object.fromEntries(settings), RATE_LIMIT_COST: '40' })).toMatchObject({
    rateLimits: { perMinute: { FREE: 10, STARTER: 11, PRO: 12 }, costOfRequest: 40 },
    quotas: { memories: { FREE: 20, STARTER: 21, PRO: 22 }, collections: { FREE: 30, STARTER: 31, PRO: 32 } },
  });
});

test('reads the settings of agents, their models, narratives and cached plans', () => {
  const endpoint = {
    LLM_BASE_URL: 'http://h/v1',
    LLM_API_KEY: 'k',
    LLM_MODEL: 'first, second',
    LLM_TIMEOUT_MS: '2001',
  };
  const agents = { AGENT_POOL_SIZE: '2', AGENT_IDLE_SECONDS: '3', AGENT_CONCURRENCY: '4', CACHE_TTL: '5' };
  const narratives = { NARRATIVE_CONCURRENCY: '6', NARRATIVE_ACTIVE_HOURS: '7' };
  expect(loadConfig({ ...endpoint, ...agents, ...narratives, CONTEXT_PLAN_CACHE_TTL: '8' })).toMatchObject({
    llm: { baseUrl: 'http://h/v1', apiKey: 'k', models: ['first', 'second'], timeoutMs: 2_001 },
    agents: { poolSize: 2, idleMs: 3_000, concurrency: 4, cacheTtlMs: 5_000 },
    context: { narratives: { atOnce: 6, activeHours: 7 } },
    caches: { plans: { ttlMs: 8_000 } },
  });
  expect(loadConfig({}).llm).toBeNull();
});

test('accepts Redis and Neo4j prefixes, and refuses special characters and more than 40 characters', () => {
  const shared = { REDIS_URL: 'redis://h', NEO4J_URL: 'bolt://h', NEO4J_PASSWORD: 'p' };
  expect(loadConfig(shared)).toMatchObject({ redis: { prefix: '' }, neo4j: { prefix: '' } });
  expect(loadConfig({ ...shared, REDIS_PREFIX: 'blue', NEO4J_PREFIX: 'green_2' })).toMatchObject({
    redis: { prefix: 'blue:' },
    neo4j: { prefix: 'green_2:' },
  });
  for (const name of ['blue*', 'a:b', '{a}', 'a b', '[a]', 'a?', 'ä', 'x'.repeat(41)]) {
    expect(problemsOf({ ...shared, REDIS_PREFIX: name, NEO4J_PREFIX: name }), name).toEqual([
      expect.stringContaining('REDIS_PREFIX'),
      expect.stringContaining('NEO4J_PREFIX'),
    ]);
  }
});
