import { createConnection } from 'node:net';
import { expect, test } from 'vitest';
import { isDatabaseUnavailable } from './database-errors.ts';

const withCode = (code: string, extra = {}) => Object.assign(new Error('no'), { code, ...extra });

test.each([
  withCode('ECONNREFUSED'),
  withCode('ECONNRESET'),
  withCode('57P01'),
  withCode('57P03'),
  withCode('57P05'),
  withCode('25P03'),
  withCode('25P04'),
  withCode('08006'),
  withCode('53300'),
  withCode('57014'),
  withCode('53100'),
  withCode('25006'),
  withCode('28P01'),
  withCode('28000'),
  withCode('3D000'),
  withCode('DEPTH_ZERO_SELF_SIGNED_CERT'),
  withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
  withCode('ERR_TLS_CERT_ALTNAME_INVALID'),
  withCode('CERT_HAS_EXPIRED'),
  new Error('The server does not support SSL connections'),
  withCode('EMBEDDED_DATABASE_START_FAILED'),
  withCode('EMBEDDED_DATABASE_DIED'),
  withCode('DATA_FOLDER_IN_USE'),
  withCode('DATABASE_CONNECTION_TIMEOUT'),
  withCode('ENOENT', { syscall: 'connect' }),
  new Error('Connection terminated unexpectedly'),
  new Error('timeout exceeded when trying to connect'),
  new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]),
])('%s means that the database is unavailable', (error) => {
  expect(isDatabaseUnavailable(error)).toBe(true);
});

test.each([
  withCode('ENOENT', { syscall: 'open' }),
  withCode('23505'),
  withCode('42601'),
  new Error('no'),
  'ECONNREFUSED',
  null,
])('%s does not mean that the database is unavailable', (error) => {
  expect(isDatabaseUnavailable(error)).toBe(false);
});

test('an error of Node for a missing unix socket means that the database is unavailable', async () => {
  const error = await new Promise((resolve) => createConnection('/nowhere/.s.PGSQL.5432').on('error', resolve));
  expect(isDatabaseUnavailable(error)).toBe(true);
});
