import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { parsePostgresUrl } from './postgres-url.ts';

const pem = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----';

describe('parsePostgresUrl', () => {
  test('reads a URL with all parts', () => {
    const url = 'postgresql://me%40here:p%2Fw@db.example.com:6432/my%20db?application_name=app&connect_timeout=3';
    expect(parsePostgresUrl(url, null)).toEqual({
      host: 'db.example.com',
      port: 6432,
      database: 'my db',
      user: 'me@here',
      password: 'p/w',
      application_name: 'app',
      options: expect.stringMatching(/^-c jit=off -c datestyle=ISO /),
      connectionTimeoutMillis: 3000,
      ssl: false,
    });
  });

  test('omits its own options if the URL has some, even empty ones', () => {
    const options = (query: string) => parsePostgresUrl(`postgres://h/db${query}`, null).options;
    expect(options('')).toMatch(/^-c jit=off /);
    expect(options('?options=')).toBeUndefined();
    expect(options('?options=-c%20work_mem%3D8MB')).toBe('-c work_mem=8MB');
  });

  test.each([
    ['postgres://[::1]:5433/db', '::1', 5433],
    ['postgres://me@[2001:db8::7]/db', '2001:db8::7', 5432],
    ['postgres:///db?host=/var/run/postgresql', '/var/run/postgresql', 5432],
    ['postgres://me@/db?host=/tmp&port=5433', '/tmp', 5433],
    ['postgres://me:pw@%2Fvar%2Frun%2Fpostgresql/db', '/var/run/postgresql', 5432],
    ['postgres://me@%2Ftmp:5433/db', '/tmp', 5433],
    ['postgres://me@/db', 'localhost', 5432],
    ['postgres:///db', 'localhost', 5432],
  ])('%s names host %s and port %i', (url, host, port) => {
    expect(parsePostgresUrl(url, null)).toMatchObject({ host, port, database: 'db', ssl: false });
  });

  test('maps sslmode and certificate authority to TLS options as libpq does', () => {
    const ssl = (mode: string, ca: string | null) =>
      parsePostgresUrl(`postgres://h/db${mode && `?sslmode=${mode}`}`, ca).ssl;
    const withoutHostCheck = { ca: pem, checkServerIdentity: expect.any(Function) };
    expect(ssl('', null)).toBe(false);
    expect(ssl('disable', null)).toBe(false);
    expect(ssl('no-verify', null)).toEqual({ rejectUnauthorized: false });
    expect(ssl('require', null)).toEqual({ rejectUnauthorized: false });
    expect(ssl('require', pem)).toEqual(withoutHostCheck);
    expect(ssl('verify-ca', pem)).toEqual(withoutHostCheck);
    expect(ssl('verify-full', null)).toEqual({ host: 'h' });
    expect(ssl('verify-full', pem)).toEqual({ host: 'h', ca: pem });
    expect(ssl('', pem)).toEqual({ host: 'h', ca: pem });
  });

  test.each([
    ['postgres://h/db?sslmode=prefer', null, 'DATABASE_URL takes an sslmode of disable, require'],
    ['postgres://h/db?sslmode=verify-ca', null, 'DATABASE_CA takes a certificate authority'],
    ['postgres://h/db?sslmode=disable', pem, 'DATABASE_CA takes nothing while'],
    ['postgres:///db?host=/tmp&sslmode=require', null, 'DATABASE_URL takes no TLS on a unix socket'],
    ['postgres:///db?host=/tmp', pem, 'DATABASE_CA takes no TLS on a unix socket'],
    ['postgres://h/', null, 'DATABASE_URL takes a database after the host'],
    ['postgres://h:99999/db', null, 'DATABASE_URL takes postgres://user'],
    ['postgres://h/db?port=0', null, 'DATABASE_URL takes a port from 1'],
    ['postgres://me:50%@h/db', null, 'DATABASE_URL takes valid percent-encoding'],
    ['postgres://a,b/db', null, 'DATABASE_URL takes one host'],
    ['postgres://h/db?sllmode=require', null, 'DATABASE_URL takes no parameter "sllmode"'],
    ['host=h dbname=db', null, 'DATABASE_URL takes postgres://user'],
  ])('refuses %s', (url, ca, message) => {
    expect(() => parsePostgresUrl(url, ca)).toThrow(message);
  });
});

test('DATABASE_CA takes PEM text, also of several authorities, and refuses a malformed one and a file that is not readable', () => {
  const DATABASE_URL = 'postgres://h/db';
  const authorities = rootCertificates.slice(0, 2).join('\n# another\n');
  const given = { DATABASE_URL, DATABASE_CA: authorities.replaceAll('\n', '\\n'), DB_POOL_SIZE: '3' };
  expect(loadConfig(given).database).toMatchObject({ kind: 'postgres', pool: { max: 3, ssl: { ca: authorities } } });
  for (const DATABASE_CA of [pem, authorities.slice(0, -200), `${authorities}\n${pem}`])
    expect(() => loadConfig({ DATABASE_URL, DATABASE_CA })).toThrow(/DATABASE_CA: got .*, takes a readable file/s);
  expect(() => loadConfig({ DATABASE_URL, DATABASE_CA: '-----BEGIN PRIVATE KEY-----\ncanary' })).toThrow(
    'DATABASE_CA: got a value of 34 characters (not shown)',
  );
  expect(() => loadConfig({ DATABASE_URL, DATABASE_CA: '/none.pem' })).toThrow(
    'DATABASE_CA: got "/none.pem", takes a readable',
  );
});
