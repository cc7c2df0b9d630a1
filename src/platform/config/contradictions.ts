import type { Report } from './config-error.ts';

/** The variables that are set. */
type Given = Readonly<Record<string, string>>;

/** Reports settings that are valid on their own but contradict each other. */
export function contradictions(given: Given, report: Report): void {
  const { NEO4J_URL, NEO4J_PASSWORD, NODE_ENV, JWT_SECRET, JWT_SECRETS, JWKS_URL } = given;
  contradictoryBounds(given, report);
  contradictionsOfDatabase(given, report);
  contradictionsOfWorkers(given, report);
  for (const [variable, other] of Object.entries(uselessWithout)) {
    if (given[variable] && !given[other]) report(variable, `nothing without ${other}`);
  }
  if (NEO4J_URL && !NEO4J_PASSWORD) report('NEO4J_PASSWORD', 'the password that goes with NEO4J_URL');
  const { PERSISTED_OPERATIONS, PERSISTED_OPERATIONS_FILE } = given;
  if (PERSISTED_OPERATIONS === 'only' && !PERSISTED_OPERATIONS_FILE) {
    report('PERSISTED_OPERATIONS_FILE', 'the list of operations with PERSISTED_OPERATIONS=only');
  }
  if (PERSISTED_OPERATIONS === 'off' && PERSISTED_OPERATIONS_FILE) {
    report('PERSISTED_OPERATIONS_FILE', 'nothing with PERSISTED_OPERATIONS=off');
  }
  urlsWithUsers(given, report);
  contradictionsOfEmbedding(given, report);
  if (given['LLM_BASE_URL'] && !given['LLM_MODEL']) report('LLM_MODEL', 'the model to ask for with LLM_BASE_URL');
  if (NODE_ENV !== 'production') return;
  if (!JWT_SECRET && !JWT_SECRETS && !JWKS_URL) {
    report('JWT_SECRET', 'a secret of your own in production, of at least 32 bytes (or JWT_SECRETS, or JWKS_URL)');
  }
  if (JWKS_URL && isInTheClear(JWKS_URL))
    report('JWKS_URL', 'https:// in production, or whoever is in between chooses the keys');
}

/** Whether a man in the middle is possible: the URL is neither encrypted nor local. */
function isInTheClear(url: string): boolean {
  const { protocol, hostname } = URL.parse(url) ?? {};
  return protocol === 'http:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname ?? '');
}

/** Settings that have no effect without another one. */
const uselessWithout: Readonly<Record<string, string>> = {
  DATABASE_CA: 'DATABASE_URL',
  DATABASE_REPLICA_URL: 'DATABASE_URL',
  DATABASE_MIGRATION_URL: 'DATABASE_URL',
  DATABASE_SCHEMA: 'DATABASE_URL',
  DATABASE_EXTENSIONS_SCHEMA: 'DATABASE_URL',
  NEO4J_PASSWORD: 'NEO4J_URL',
  NEO4J_PREFIX: 'NEO4J_URL',
  REDIS_PREFIX: 'REDIS_URL',
  RERANK_API_KEY: 'RERANK_BASE_URL',
  RERANK_MODEL: 'RERANK_BASE_URL',
  LLM_MODEL: 'LLM_BASE_URL',
  LLM_API_KEY: 'LLM_BASE_URL',
  WORKER_MAX_REQUESTS: 'WORKERS',
  WORKER_MAX_REQUESTS_JITTER: 'WORKERS',
  WORKER_MIN_LIFE_SECONDS: 'WORKERS',
  WORKER_MEMORY_MB: 'WORKERS',
  WORKER_MOVE_SECONDS: 'WORKERS',
};

function contradictionsOfDatabase(given: Given, report: Report): void {
  const { DATABASE_URL, DATABASE_REPLICA_URL, DATABASE_MIGRATION_URL, REDIS_URL } = given;
  const schema = given['DATABASE_SCHEMA'] ?? given['DATABASE_EXTENSIONS_SCHEMA'];
  if (given['MIGRATE_EXTENSIONS'] === 'off' && !DATABASE_URL) {
    report('MIGRATE_EXTENSIONS', 'on with the embedded database, which has them');
  }
  if (DATABASE_REPLICA_URL && DATABASE_REPLICA_URL === DATABASE_URL) {
    report('DATABASE_REPLICA_URL', 'another server than DATABASE_URL, or nothing');
  }
  if (DATABASE_REPLICA_URL && !REDIS_URL) {
    report('DATABASE_REPLICA_URL', 'nothing without REDIS_URL, by which processes know what the replica must have');
  }
  if (DATABASE_MIGRATION_URL && isPooled(DATABASE_MIGRATION_URL)) {
    report('DATABASE_MIGRATION_URL', 'Postgres itself, past any pooler: a URL without ?options=');
  }
  if (schema && DATABASE_URL && isPooled(DATABASE_URL) && !DATABASE_MIGRATION_URL) {
    report(
      'DATABASE_MIGRATION_URL',
      'with a schema of your own behind a pooler (?options=) the way past it: indexes are built outside of transactions',
    );
  }
}

/** An empty `options` in the URL says that a pooler passes no options on. */
const isPooled = (url: string): boolean => URL.canParse(url) && new URL(url).searchParams.get('options') === '';

/** Workers are ordinary processes: they share a database, and share limits, caches and wake-ups through Redis. */
function contradictionsOfWorkers({ WORKERS, DATABASE_URL, REDIS_URL }: Given, report: Report): void {
  if (!(Number(WORKERS) > 1)) return;
  if (!DATABASE_URL) {
    report('WORKERS', '1 with the embedded database, which one process uses alone; set DATABASE_URL for more');
  }
  if (!REDIS_URL) {
    report('WORKERS', '1 without REDIS_URL, by which workers share rate limits and caches and wake each other');
  }
}

/** URLs that must hold no credentials: errors on reaching them print the URL. */
const keysBeside: Readonly<Record<string, string>> = {
  NEO4J_URL: 'NEO4J_USER and NEO4J_PASSWORD take them',
  JWKS_URL: 'public keys need none',
  MODEL_HUB_URL: 'models are public, or lie in MODEL_DIR',
  RERANK_BASE_URL: 'a key goes into RERANK_API_KEY',
  LLM_BASE_URL: 'a key goes into LLM_API_KEY',
  EMBEDDING_BASE_URL: 'a key goes into EMBEDDING_API_KEY',
};

function urlsWithUsers(given: Given, report: Report): void {
  for (const [variable, instead] of Object.entries(keysBeside)) {
    const url = URL.parse(given[variable] ?? '');
    if (url && url.username + url.password !== '') report(variable, `a URL without user and password; ${instead}`);
  }
}

const ofEndpoint = [
  'EMBEDDING_BASE_URL',
  'EMBEDDING_MODEL',
  'EMBEDDING_API_KEY',
  'EMBEDDING_QUERY_PREFIX',
  'EMBEDDING_PASSAGE_PREFIX',
  'EMBEDDING_QUERY_FIELDS',
  'EMBEDDING_PASSAGE_FIELDS',
];

function contradictionsOfEmbedding(given: Given, report: Report): void {
  const { EMBEDDING_PROVIDER: provider = 'static' } = given;
  for (const variable of ['EMBEDDING_BASE_URL', 'EMBEDDING_MODEL']) {
    if (provider === 'openai' && !given[variable])
      report(variable, 'the endpoint and its model with EMBEDDING_PROVIDER=openai');
  }
  // Under a mistyped provider they are most likely right.
  const isLocal = provider === 'static' || provider === 'onnx';
  for (const variable of ofEndpoint) {
    if (isLocal && given[variable]) report(variable, 'nothing without EMBEDDING_PROVIDER=openai');
  }
}

/** Reports numbers that contradict each other. Defaults are not checked: they adapt. */
function contradictoryBounds(given: Given, report: Report): void {
  const number = (variable: string): number => Number(given[variable] ?? Number.NaN);
  const least = number('SEARCH_CACHE_TTL');
  if (number('SEARCH_CACHE_OFTEN_TTL') < least) {
    report('SEARCH_CACHE_OFTEN_TTL', `at least ${least}, as SEARCH_CACHE_TTL: what is asked often is kept no shorter`);
  }
  const requests = number('WORKER_MAX_REQUESTS');
  if (requests > 0 && number('WORKER_MAX_REQUESTS_JITTER') > requests) {
    report('WORKER_MAX_REQUESTS_JITTER', `at most ${requests}, as WORKER_MAX_REQUESTS`);
  }
  const share = Math.floor(number('MEMORY_LIMIT_MB') / Number(given['WORKERS'] ?? 1));
  for (const variable of ['RECALL_INDEX_MB', 'WORKER_MEMORY_MB']) {
    if (number(variable) > share) report(variable, `at most ${share}, a process's share of MEMORY_LIMIT_MB`);
  }
  const port = number('PORT');
  if (port > 0 && number('PROBE_PORT') === port) report('PROBE_PORT', 'another port than PORT');
}
