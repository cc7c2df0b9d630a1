import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { breakOffSilent } from '../../src/platform/db/silent-server.ts';
import { TcpGate } from './tcp-gate.ts';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const silentMs = 200;

/** A connection through a gate that can fall silent. */
async function connection() {
  const database = new URL(databaseUrl);
  const gate = new TcpGate({ host: database.hostname, port: Number(database.port) });
  await gate.open();
  onTestFinished(() => gate.shut());
  database.hostname = '127.0.0.1';
  database.port = String(gate.port);
  const client = new pg.Client(database.href);
  client.on('error', () => {});
  await client.connect();
  return { gate, client };
}

test.skipIf(databaseUrl === '')(
  'a long statement goes on as long as its server is at it, and ends where it is gone',
  async () => {
    const { gate, client } = await connection();
    let asked = 0;
    let isAtWork = true;
    breakOffSilent(client, silentMs, async () => {
      asked += 1;
      return isAtWork;
    });
    expect((await client.query('select 1 as one from pg_sleep(1)')).rows).toEqual([{ one: 1 }]);
    expect(asked).toBeGreaterThan(1);
    gate.mute();
    isAtWork = false;
    await expect(client.query('select 1')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  },
);

test.skipIf(databaseUrl === '')('a connection that waits for nothing may be silent', async () => {
  const { client } = await connection();
  const { client: other } = await connection();
  breakOffSilent(client, silentMs);
  await other.query('select pg_sleep(1)');
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await Promise.all([client.end(), other.end()]);
});
