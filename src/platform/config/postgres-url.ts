import type { ConnectionOptions } from 'node:tls';
import type { PoolConfig } from 'pg';
import { SettingError } from './config-error.ts';

const sslModes = ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
type SslMode = (typeof sslModes)[number];
const parameters = new Set([
  'sslmode',
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'application_name',
  'connect_timeout',
  'options',
  'channel_binding',
]);

/**
 * JIT is off since searches are planned and run once: compiling such a plan takes the server tens of milliseconds, running it a few. The
 * others restore the defaults of Postgres, whatever the database or the role sets: parsing of instants relies on that date style, numbers keep
 * all digits, statements assume that isolation level and that backslashes are literal, plans depend on the parameters, and code that
 * needs a timeout sets it itself. A URL with its own `options`, even empty, gets none of these: PgBouncer rejects
 * options unless it is told to ignore them.
 */
const serverOptions = [
  'jit=off',
  'datestyle=ISO',
  'extra_float_digits=1',
  'standard_conforming_strings=on',
  'default_transaction_isolation=read\\ committed',
  'plan_cache_mode=auto',
  'statement_timeout=0',
  'lock_timeout=0',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * Parses `postgres://user:password@host:port/database?sslmode=…` as libpq does. `pg` itself does not: there
 * `require` would also verify, a unix socket is spelled differently, and an IPv6 host keeps its brackets in TLS.
 * `ca` is the server's certificate authority, in PEM.
 */
export function parsePostgresUrl(text: string, ca: string | null): PoolConfig {
  const url = readUrl(text);
  const query = url.searchParams;
  for (const name of query.keys()) {
    if (!parameters.has(name))
      throw new SettingError('DATABASE_URL', `no parameter "${name}"; known are ${[...parameters].join(', ')}`);
  }
  const host = query.get('host') ?? hostOf(url);
  if (host.includes(',')) throw new SettingError('DATABASE_URL', 'one host, not a list');
  const database = query.get('dbname') ?? decode(url.pathname.slice(1));
  if (database === '')
    throw new SettingError('DATABASE_URL', 'a database after the host, such as postgres://localhost/mnemograph');
  const user = query.get('user') ?? decode(url.username);
  const password = query.get('password') ?? decode(url.password);
  const options = query.get('options') ?? serverOptions;
  const channelBinding = query.get('channel_binding');
  return {
    host,
    port: wholeNumber(query.get('port') ?? (url.port || '5432'), 'port', 65_535),
    database,
    ...(user && { user }),
    ...(password && { password }),
    ...(options && { options }),
    ...(channelBinding && { enableChannelBinding: channelBinding !== 'disable' }),
    application_name: query.get('application_name') ?? 'mnemograph',
    connectionTimeoutMillis: wholeNumber(query.get('connect_timeout') ?? '10', 'connect_timeout', 3600) * 1000,
    ssl: tls(host, sslModeOf(query.get('sslmode'), ca), ca),
  };
}

function readUrl(text: string): URL {
  // libpq allows a user without a host (`postgres://me@/db?host=/run/postgresql`); the URL standard does not.
  const withHost = text.replace(/^(postgres(?:ql)?:\/\/[^/?]*@)(?=[/?:])/, '$1localhost');
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(withHost)) {
    throw new SettingError(
      'DATABASE_URL',
      'postgres://user:password@host:port/database, with what is special in user and password percent-encoded',
    );
  }
  return new URL(withHost);
}

function hostOf(url: URL): string {
  if (url.hostname === '') return 'localhost';
  return decode(url.hostname.replace(/^\[(.*)\]$/, '$1'));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new SettingError('DATABASE_URL', 'valid percent-encoding (a lone % is written %25)');
  }
}

function wholeNumber(text: string, name: string, max: number): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= max) return value;
  throw new SettingError('DATABASE_URL', `a ${name} from 1 to ${max}`);
}

function sslModeOf(text: string | null, ca: string | null): SslMode | null {
  if (text === null) return ca === null ? null : 'verify-full';
  const mode = sslModes.find((known) => known === text);
  if (mode !== undefined) return mode;
  throw new SettingError(
    'DATABASE_URL',
    `an sslmode of ${sslModes.join(', ')} (there is no fallback between TLS and none)`,
  );
}

function tls(host: string, mode: SslMode | null, ca: string | null): false | ConnectionOptions {
  if (host.startsWith('/')) {
    if (mode === null || mode === 'disable') return plain(ca);
    throw new SettingError(
      ca === null ? 'DATABASE_URL' : 'DATABASE_CA',
      'no TLS on a unix socket: leave out sslmode and DATABASE_CA',
    );
  }
  switch (mode) {
    case null:
    case 'disable':
      return plain(ca);
    case 'no-verify':
      return { rejectUnauthorized: false };
    case 'require':
      return ca === null ? { rejectUnauthorized: false } : { ca, checkServerIdentity: () => undefined };
    case 'verify-ca':
      if (ca === null) throw new SettingError('DATABASE_CA', 'a certificate authority for sslmode=verify-ca');
      return { ca, checkServerIdentity: () => undefined };
    case 'verify-full':
      // pg passes the host to TLS only if it is not an IP address; without it an address would be checked as "localhost".
      return { host, ...(ca !== null && { ca }) };
  }
}

function plain(ca: string | null): false {
  if (ca === null) return false;
  throw new SettingError('DATABASE_CA', 'nothing while DATABASE_URL says sslmode=disable');
}
