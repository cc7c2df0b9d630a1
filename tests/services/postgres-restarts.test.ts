import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { signToken } from '../../src/account/token-signer.ts';
import { buildApp } from '../../src/app/build-app.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { mutationText } from '../support/mutate.ts';
import { folderForTest } from '../support/own-folder.ts';
import { canRunPostgres, startPrimary } from '../support/own-postgres.ts';
import { send } from '../support/started-server.ts';

/** Number of restarts. Ten seconds each, so it runs only in `npm run check:failing`. */
const restarts = Number(process.env['FAILING_SERVERS'] ?? 0);
const clients = 10;

describe.skipIf(!canRunPostgres || restarts === 0)('a Postgres that restarts under load', () => {
  test('fails only requests during the restart, loses no acknowledged write, and is used again without intervention', {
    timeout: 60_000 + restarts * 20_000,
  }, async () => {
    const postgres = await startPrimary();
    const config = loadConfig({
      DATABASE_URL: postgres.url,
      JWT_SECRET: 'a secret of at least thirty-two characters',
      RATE_LIMIT_PRO: '1000000',
      PORT: '0',
      DATA_DIR: folderForTest(),
    });
    await postgres.run('create extension vector');
    const claims = { principal: 'ada', plan: 'PRO', scopes: ['read', 'write', 'admin'], expires: '1h' } as const;
    const token = await signToken(config.auth, claims);
    const app = await buildApp(config, { log: pino({ level: 'silent' }) });
    const change = (query: string, input: object) => send(`${app.url}/graphql`, token, query, { input });
    const { data } = await change(mutationText('createCollection', 'collection { id }'), { name: 'Home' });
    const collectionId = data.createCollection.collection.id;
    const add = (content: string) => change(mutationText('addMemory'), { collectionId, memory: { content } });

    const acknowledged = new Set<string>();
    const codes = new Set<string>();
    let state: 'up' | 'failing' = 'up';
    let failedWhileUp = 0;
    let working = true;
    const load = Array.from({ length: clients }, async (_, client) => {
      for (let n = 0; working; n += 1) {
        const content = `client ${client} says ${n}`;
        const before = state;
        const { data: answer, errors } = await add(content);
        if (answer?.addMemory) acknowledged.add(content);
        for (const { extensions } of errors ?? []) codes.add(extensions.code);
        if (errors && before === 'up' && state === 'up') failedWhileUp += 1;
      }
    });
    const more = async () => {
      const wanted = acknowledged.size + 50;
      await expect.poll(() => acknowledged.size).toBeGreaterThan(wanted);
    };
    for (let n = 0; n < restarts; n += 1) {
      await more();
      state = 'failing';
      await postgres.stop();
      await delay(200);
      await postgres.start();
      await more();
      state = 'up';
      await more();
    }
    working = false;
    await Promise.all(load);
    expect(failedWhileUp).toBe(0);
    expect([...codes].filter((code) => code !== 'UNAVAILABLE')).toEqual([]);
    const rows = await postgres.run('select content from memory');
    const stored = new Set(rows.map(({ content }) => content));
    expect([...acknowledged].filter((content) => !stored.has(content))).toEqual([]);
    expect(stored.size).toBe(rows.length);
    await app[Symbol.asyncDispose]();
    await postgres.remove();
  });
});
