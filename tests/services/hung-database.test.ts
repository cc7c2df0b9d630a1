import { expect, onTestFinished, test } from 'vitest';
import { startFile } from '../../bench/support/start-script.ts';
import { startChild } from '../support/child-process.ts';
import { createDatabase } from '../support/own-database.ts';
import { folderForTest } from '../support/own-folder.ts';
import { TcpGate } from './tcp-gate.ts';

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;

/** A server, and the gate to its database. */
async function gatedServer(others: Record<string, string>) {
  const own = await createDatabase();
  onTestFinished(() => own.drop());
  const folder = folderForTest();
  const database = new URL(own.url);
  const gate = new TcpGate({ host: database.hostname, port: Number(database.port) });
  await gate.open();
  onTestFinished(() => gate.shut());
  database.host = `127.0.0.1:${gate.port}`;
  const settings = { DATABASE_URL: database.href, PORT: '0', DATA_DIR: folder, ...others };
  const server = startChild(startFile, [], settings, folder);
  onTestFinished(async () => {
    server.process.kill('SIGKILL');
    await server.ended;
  });
  return { gate, server, said: await server.line((line) => line.includes('answers at')) };
}

test.skipIf(databaseUrl === '')(
  'a stop does not wait for a database that takes connections and never answers',
  { timeout: 60_000 },
  async () => {
    const { gate, server, said } = await gatedServer({ SHUTDOWN_DEADLINE_MS: '3000' });
    const url = /answers at (\S+)/.exec(said)?.[1] ?? '';
    const link = await server.line((line) => line.includes('#token='));
    gate.delayMs = 600_000;
    const reached = new Promise<void>((resolve) => {
      gate.onQuestion = (bytes) => {
        if (bytes.includes('"collection"')) resolve();
      };
    });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${link.split('#token=')[1]}` };
    const body = JSON.stringify({ query: '{ collections { totalCount } }' });
    const asked = fetch(url, { method: 'POST', headers, body }).catch(() => null);
    await reached;
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    await asked;
    expect(server.lines.join('\n')).toContain('the database does not answer: the stop does not wait for it');
  },
);

test.skipIf(databaseUrl === '' || redisUrl === '')(
  'two workers whose database hangs report it as down and keep counting requests',
  { timeout: 60_000 },
  async () => {
    const { gate, said } = await gatedServer({ REDIS_URL: redisUrl, WORKERS: '2' });
    const url = /answers at (\S+)\/graphql/.exec(said)?.[1] ?? '';
    const metrics = async () => await (await fetch(`${url}/metrics`)).text();
    expect(await metrics()).toContain('mnemograph_part_up{part="database"} 1');

    gate.delayMs = 600_000;
    for (let n = 0; n < 3; n += 1) expect((await fetch(`${url}/nowhere`)).status).toBe(404);
    const told = await metrics();
    expect(told).toContain('mnemograph_part_up{part="database"} 0');
    expect(told).toContain('mnemograph_http_request_duration_seconds_count{route="other",status="404"} 3');
  },
);
