const secrets = new Set([
  'JWT_SECRET',
  'JWT_SECRETS',
  'NEO4J_PASSWORD',
  'RERANK_API_KEY',
  'EMBEDDING_API_KEY',
  'LLM_API_KEY',
]);
const urls = new Set([
  'DATABASE_URL',
  'DATABASE_REPLICA_URL',
  'DATABASE_MIGRATION_URL',
  'NEO4J_URL',
  'JWKS_URL',
  'MODEL_HUB_URL',
  'RERANK_BASE_URL',
  'EMBEDDING_BASE_URL',
  'LLM_BASE_URL',
]);

/** What a setting holds, in a form that may be printed: no secret, no password inside a URL. */
export function printable(variable: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  if (secrets.has(variable)) return hidden(value);
  if (variable === 'REDIS_URL')
    return value
      .split(/,\s*(?=rediss?:)/)
      .map(urlWithoutPassword)
      .join(', ');
  if (urls.has(variable)) return urlWithoutPassword(value);
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
}

function urlWithoutPassword(value: string): string {
  // What is no URL may be a password pasted into the wrong line, or a DSN with one inside.
  if (!URL.canParse(value)) return hidden(value);
  const url = new URL(value);
  if (url.host === '' && url.search === '') return hidden(value);
  if (url.password !== '') url.password = '***';
  for (const name of url.searchParams.keys())
    if (/pass|secret|token|key/i.test(name)) url.searchParams.set(name, '***');
  return JSON.stringify(url.href);
}

function hidden(value: string): string {
  return `a value of ${value.length} characters (not shown)`;
}
