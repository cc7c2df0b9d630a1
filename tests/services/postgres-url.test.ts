import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config/config.ts';
import { folderForTest } from '../support/own-folder.ts';
import { type Certificate, newCertificate, openDoor, type Place } from '../support/tls-postgres.ts';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const { username, password, pathname } = new URL(databaseUrl || 'postgres://none/none');
const certificates = new Map<string, Certificate>();
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

beforeAll(() => {
  if (databaseUrl !== '') for (const name of ['ours', 'foreign']) certificates.set(name, newCertificate());
});

/** Connects as the server does with these settings. Returns whether TLS was used. */
async function connectBy(host: string, place: Place, query: string, ca: string): Promise<'tls' | 'plain'> {
  const door = await openDoor(databaseUrl, place, certificates.get('ours'));
  const DATABASE_URL = `postgres://${username}:${password}@${host}${door.port ? `:${door.port}` : ''}${pathname}${query}`;
  const { database } = loadConfig({ DATABASE_URL, DATABASE_CA: certificates.get(ca)?.cert });
  if (database.kind !== 'postgres') throw new Error('the settings ask for no Postgres');
  const pool = new pg.Pool(database.pool);
  try {
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  } finally {
    await pool.end();
  }
  return door.encrypted() > 0 ? 'tls' : 'plain';
}

const v4 = { host: '127.0.0.1', port: 0 };
const v6 = { host: '::1', port: 0 };

test.skipIf(databaseUrl === '').for([
  ['no TLS over IPv4', '127.0.0.1', v4, '', 'none', 'plain'],
  ['no TLS over IPv6', '[::1]', v6, '?sslmode=disable', 'none', 'plain'],
  ['TLS that checks nothing', '127.0.0.1', v4, '?sslmode=require', 'none', 'tls'],
  ['TLS with an authority', '127.0.0.1', v4, '?sslmode=verify-ca', 'ours', 'tls'],
  ['TLS with authority and name', 'localhost', v4, '?sslmode=verify-full', 'ours', 'tls'],
  ['TLS with authority and IPv6 address', '[::1]', v6, '', 'ours', 'tls'],
] as const)('connects with %s (needs TEST_DATABASE_URL)', async ([_, host, place, query, ca, spoken], { skip }) => {
  skip(place === v6 && !hasIpv6, 'this machine has no IPv6');
  expect(await connectBy(host, place, query, ca)).toBe(spoken);
});

test.skipIf(databaseUrl === '').each([
  ['another authority', 'localhost', '?sslmode=verify-ca', 'foreign', /self.signed certificate/],
  ['another authority, sslmode=require', 'localhost', '?sslmode=require', 'foreign', /self.signed certificate/],
  ['no authority known', 'localhost', '?sslmode=verify-full', 'none', /self.signed certificate/],
  ['another name', '127.0.0.1', '?sslmode=verify-full', 'ours', /does not match certificate/],
] as const)('refuses a server with %s (needs TEST_DATABASE_URL)', async (_, host, query, ca, message) => {
  await expect(connectBy(host, v4, query, ca)).rejects.toThrow(message);
});

test.skipIf(databaseUrl === '')('connects over a unix socket (needs TEST_DATABASE_URL)', async () => {
  const folder = folderForTest();
  const path = join(folder, '.s.PGSQL.5432');
  expect(await connectBy(encodeURIComponent(folder), { path }, '', 'none')).toBe('plain');
});
