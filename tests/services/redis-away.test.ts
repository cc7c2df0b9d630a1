import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signToken } from '../../src/account/token-signer.ts';
import { type App, buildApp } from '../../src/app/build-app.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { administer, withName } from '../support/administer.ts';
import { mutationText } from '../support/mutate.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';
import { TcpGate } from './tcp-gate.ts';

/** A whole server takes ten seconds, so it runs only in `npm run check:failing`. */
const { TEST_DATABASE_URL: databaseUrl = '', FAILING_SERVERS: asked = '' } = process.env;

interface World {
  readonly app: App;
  readonly redis: OwnRedis;
  readonly gate: TcpGate;
  readonly token: string;
  readonly folder: string;
}

describe.skipIf(databaseUrl === '' || asked === '')('a server whose Redis fails (needs TEST_DATABASE_URL)', () => {
  const name = `mnemograph_redis_${randomBytes(6).toString('hex')}`;
  const world = Promise.withResolvers<World>();
  beforeAll(async () => {
    await administer(databaseUrl, [`create database ${name}`]);
    const redis = await startOwnRedis();
    const gate = new TcpGate({ host: '127.0.0.1', port: Number(new URL(redis.url).port) });
    await gate.open();
    // Redis is down when the server starts.
    await gate.shut();
    const folder = await mkdtemp(join(tmpdir(), 'mnemograph-'));
    const config = loadConfig({
      DATABASE_URL: withName(databaseUrl, name),
      REDIS_URL: `redis://127.0.0.1:${gate.port}`,
      JWT_SECRET: 'a secret of at least thirty-two characters',
      PORT: '0',
      DATA_DIR: folder,
    });
    const claims = { principal: 'ada', plan: 'PRO', scopes: ['read', 'write', 'admin'], expires: '1h' } as const;
    const token = await signToken(config.auth, claims);
    world.resolve({
      app: await buildApp(config, { log: pino({ level: 'silent' }) }),
      redis,
      gate,
      token,
      folder,
    });
  });
  afterAll(async () => {
    const { app, redis, gate, folder } = await world.promise;
    await app[Symbol.asyncDispose]();
    await gate.shut();
    await redis.stop();
    await rm(folder, { recursive: true });
    await administer(databaseUrl, [`drop database ${name} (force)`]);
  });

  const send = async (query: string, input?: object) => {
    const { app, token } = await world.promise;
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    return { headers: response.headers, json: await response.json() };
  };
  const redisStatus = async () => {
    const { json } = await send('{ system { health { checks { name status } } } }');
    return json.data.system.health.checks.find((check: { name: string }) => check.name === 'redis')?.status;
  };
  let rounds = 0;
  /** Writes, reads the result, and searches: all must succeed. */
  const expectWell = async () => {
    rounds += 1;
    const create = await send(mutationText('createCollection', 'collection { id }'), { name: `Home ${rounds}` });
    const collectionId = create.json.data.createCollection.collection.id;
    const content = `The kettle number ${rounds} whistles`;
    await send(mutationText('addMemory'), { collectionId, memory: { content } });
    const search = 'query ($input: SearchInput!) { search(input: $input) { edges { node { content } } } }';
    for (let n = 0; n < 3; n += 1) {
      const { json, headers } = await send(search, { query: 'kettle', collectionIds: [collectionId] });
      // The cache status is included only if Redis answers.
      expect({ ...json, extensions: null }).toEqual({
        data: { search: { edges: [{ node: { content } }] } },
        extensions: null,
      });
      expect(headers.get('ratelimit-limit')).toBe('10000');
    }
  };

  test('at the start answers without Redis, and uses it once it is up', async () => {
    await expectWell();
    expect(await redisStatus()).not.toBe('OK');
    const { gate } = await world.promise;
    await gate.open();
    await expect.poll(redisStatus, { timeout: 10_000 }).toBe('OK');
    await expectWell();
  });

  test('during operation keeps answering', async () => {
    const { gate } = await world.promise;
    await gate.shut();
    await expectWell();
    await gate.open();
    await expect.poll(redisStatus, { timeout: 10_000 }).toBe('OK');
  });

  test('by being slow answers long before Redis does', async () => {
    const { gate } = await world.promise;
    gate.delayMs = 2_000;
    let answered = false;
    gate.onLateAnswer = () => {
      answered = true;
    };
    await expectWell();
    expect(answered).toBe(false);
    gate.delayMs = 0;
  });

  test('by running out of memory keeps answering', async () => {
    const { redis } = await world.promise;
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await client.config('SET', 'maxmemory', '100kb');
    await expectWell();
    expect(await redisStatus()).toBe('DEGRADED');
    await client.config('SET', 'maxmemory', '0');
    client.disconnect();
    await expectWell();
    expect(await redisStatus()).toBe('OK');
  });
});
