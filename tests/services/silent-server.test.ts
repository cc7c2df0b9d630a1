import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/app/open-database.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { breakOffSilent, isServerSilent } from '../../src/platform/db/silent-server.ts';
import { TcpGate } from './tcp-gate.ts';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const silentMs = 200;

/** The database through a gate that can fall silent. */
async function gatedDatabase() {
  const database = new URL(databaseUrl);
  const gate = new TcpGate({ host: database.hostname, port: Number(database.port) });
  await gate.open();
  onTestFinished(() => gate.shut());
  database.hostname = '127.0.0.1';
  database.port = String(gate.port);
  return { gate, url: database.href };
}

async function connection() {
  const { gate, url } = await gatedDatabase();
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  return { gate, client };
}

test.skipIf(databaseUrl === '')(
  'a long statement continues while its server works on it, and fails once the server is gone',
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

test.skipIf(databaseUrl === '')(
  'a server is silent if it takes a connection and never answers, not if it answers or refuses',
  async () => {
    const { gate, url } = await gatedDatabase();
    const answers = { connectionString: url };
    expect(await isServerSilent(answers, 60_000)).toBe(false);
    expect(await isServerSilent({ ...answers, database: 'there_is_none' }, 60_000)).toBe(false);
    gate.delayMs = 600_000;
    expect(await isServerSilent(answers, silentMs)).toBe(true);
    await gate.shut();
    expect(await isServerSilent(answers, 60_000)).toBe(false);
  },
);

test.skipIf(databaseUrl === '')('an idle connection may be silent', async () => {
  const { client } = await connection();
  const { client: other } = await connection();
  breakOffSilent(client, silentMs);
  await other.query('select pg_sleep(1)');
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await Promise.all([client.end(), other.end()]);
});

test.skipIf(databaseUrl === '')(
  'a silently lost connection to the replica is detected long before the statement timeout',
  async () => {
    const { gate, url } = await gatedDatabase();
    const settings = { DATABASE_URL: databaseUrl, DATABASE_REPLICA_URL: url, REDIS_URL: 'redis://127.0.0.1' };
    await using opened = await openDatabase(loadConfig(settings).database, pino({ level: 'silent' }));
    const { replica } = opened;
    if (!replica) throw new Error('No replica was opened');
    const sleep = async (seconds: number) =>
      (await sql`select 1 as one from pg_sleep(${seconds})`.execute(replica)).rows;
    // A connection that is working, and silent meanwhile, is left alone.
    expect(await sleep(3)).toEqual([{ one: 1 }]);
    gate.mute();
    await expect(sleep(0)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(await sleep(0)).toEqual([{ one: 1 }]);
  },
  25_000,
);
