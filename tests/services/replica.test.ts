import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askForWrites } from '../../src/app/ask-for-writes.ts';
import { type App, buildApp } from '../../src/app/build-app.ts';
import { openDatabase } from '../../src/app/open-database.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { canRunPostgres, type OwnPostgres, startPrimary, startReplicaOf } from '../support/own-postgres.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';
import { replicaReads } from '../support/replica-reads.ts';
import { post, tokenFor } from '../support/started-server.ts';
import { TcpGate } from './tcp-gate.ts';

const { TEST_REDIS_URL: redisUrl = '' } = process.env;

const create = `mutation { createCollection(input: { name: "Some" }) {
  ... on CreateCollectionPayload { collection { id } } } }`;
const add = `mutation ($id: ID!, $content: String!) { addMemory(input: { collectionId: $id, memory: { content: $content } }) {
  ... on AddMemoryPayload { memory { id } } } }`;
const find = `query ($id: ID!, $query: String!, $first: Int!) {
  search(input: { query: $query, collectionIds: [$id] }, first: $first) { edges { node { content } } } }`;

// Retried: if Redis answers some milliseconds late on a busy machine, the primary answers instead.
describe.skipIf(!canRunPostgres || redisUrl === '')('two servers, a primary and a replica', { retry: 2 }, () => {
  let folder = '';
  let primary: OwnPostgres;
  let replica: OwnPostgres;
  let gate: TcpGate;
  let redis: OwnRedis;
  let apps: [App, App];
  let tokens: Record<string, string>;
  let settings: Record<string, string> & { readonly JWT_SECRET: string };
  let asked = 0;
  const log = pino({ level: 'silent' });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replica-'));
    [primary, redis] = await Promise.all([startPrimary(), startOwnRedis()]);
    replica = await startReplicaOf(primary);
    const behindGate = new URL(replica.url);
    gate = new TcpGate({ host: behindGate.hostname, port: Number(behindGate.port) });
    await gate.open();
    behindGate.port = String(gate.port);
    settings = {
      DATABASE_URL: primary.url,
      DATABASE_REPLICA_URL: behindGate.href,
      REDIS_URL: redis.url,
      DATA_DIR: folder,
      JWT_SECRET: 'a secret of at least thirty-two characters',
      PORT: '0',
    };
    const start = (more: Record<string, string>) => buildApp(loadConfig({ ...settings, ...more }), { log });
    // One server holds collections in the process, the other always queries Postgres.
    apps = [await start({}), await start({ RECALL_INDEX_MB: '0' })];
    const token = (user: string) => tokenFor(settings, '--user', user, '--scope', 'admin', '--plan', 'pro');
    tokens = { ada: await token('ada'), bob: await token('bob') };
  });
  afterAll(async () => {
    for (const app of apps ?? []) await app[Symbol.asyncDispose]();
    await gate?.shut();
    await replica?.remove();
    await primary?.remove();
    await redis?.stop();
    await rm(folder, { recursive: true });
  });

  const ask = (app: 0 | 1, user: string, query: string, variables: Record<string, unknown> = {}) =>
    post(`${apps[app].url}/graphql`, tokens[user] ?? '', query, variables);

  async function newCollection(user: string): Promise<string> {
    return (await ask(0, user, create)).createCollection.collection.id;
  }

  const found = async (app: 0 | 1, user: string, id: string, query: string): Promise<string[]> => {
    // A new query each time, since a cached answer reads from neither database.
    asked += 1;
    const { search } = await ask(app, user, find, { id, query, first: 3 + (asked % 90) });
    return search.edges.map(({ node }: { node: { content: string } }) => node.content);
  };

  const served = () => replicaReads(apps.map(({ url }) => url));

  const change = async (work: () => Promise<void>): Promise<Record<string, number>> => {
    const before = await served();
    await work();
    return Object.fromEntries(Object.entries(await served()).map(([by, n]) => [by, n - (before[by] ?? 0)]));
  };

  test('a standby in the place of the primary is told to be one', async () => {
    const { database } = loadConfig({
      DATABASE_URL: replica.url,
      JWT_SECRET: 'a secret of at least thirty-two characters',
    });
    await using opened = await openDatabase(database, pino({ level: 'silent' }));
    await expect(askForWrites(opened, 'postgres')).rejects.toThrow(/it is a standby/);
  });

  test('a write on one is found at once by the other, and nearly all searches read from the replica', async () => {
    const [ada, bob] = [await newCollection('ada'), await newCollection('bob')];
    await ask(0, 'bob', add, { id: bob, content: 'Bob collects stamps' });
    const by = await change(async () => {
      for (let n = 0; n < 10; n += 1) {
        await ask(n % 2 === 0 ? 0 : 1, 'ada', add, { id: ada, content: `Ada bought lamp number ${n}` });
        expect(await found(n % 2 === 0 ? 1 : 0, 'ada', ada, `lamp number ${n}`)).toContain(
          `Ada bought lamp number ${n}`,
        );
        for (const app of [0, 1] as const) {
          expect(await found(app, 'ada', ada, `lamp number ${n}`)).toContain(`Ada bought lamp number ${n}`);
          expect(await found(app, 'bob', bob, 'stamps')).toEqual(['Bob collects stamps']);
        }
      }
    });
    const all = Object.values(by).reduce((sum, n) => sum + n, 0);
    expect(all).toBe(50);
    expect(by['replica']).toBeGreaterThanOrEqual(40);
  });

  test('retrieval for contexts and agents reads from the replica, too', async () => {
    const ada = await newCollection('ada');
    await ask(0, 'ada', add, { id: ada, content: 'Ada plays the cello' });
    expect(await found(1, 'ada', ada, 'cello')).toEqual(['Ada plays the cello']);
    const gather = `query ($id: ID!, $message: String!) {
      context(input: { message: $message, collectionIds: [$id] }) { text } }`;
    const gathered = async () => {
      asked += 1;
      const by = await change(async () => {
        const message = `What does Ada play, and since when? ${asked}`;
        expect((await ask(1, 'ada', gather, { id: ada, message })).context.text).toContain('cello');
      });
      return by['replica'];
    };
    // While Redis is slow, the position that the replica must have reached is unknown, so the primary answers.
    await expect.poll(gathered, { timeout: 10_000 }).toBeGreaterThan(0);
  });

  test('a lagging replica is bypassed only for accounts that have written since', async () => {
    const [ada, bob] = [await newCollection('ada'), await newCollection('bob')];
    await ask(0, 'bob', add, { id: bob, content: 'Bob collects stamps' });
    expect(await found(1, 'bob', bob, 'stamps')).toHaveLength(1);
    await expect
      .poll(() => replica.run('select pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn() as ok'))
      .toEqual([{ ok: true }]);
    await replica.run('select pg_wal_replay_pause()');
    await ask(0, 'ada', add, { id: ada, content: 'Ada keeps bees' });
    const behind = await change(async () => {
      for (const app of [0, 1] as const) expect(await found(app, 'ada', ada, 'bees')).toEqual(['Ada keeps bees']);
    });
    expect(behind).toMatchObject({ behind: 2, replica: 0 });
    await replica.run('select pg_wal_replay_resume()');
    const back = async () => {
      await found(1, 'ada', ada, 'bees');
      return (await change(async () => void (await found(1, 'ada', ada, 'bees'))))['replica'];
    };
    await expect.poll(back).toBe(1);
  });

  test('a lagging replica is bypassed even if Redis was emptied since', async () => {
    const ada = await newCollection('ada');
    await ask(0, 'ada', add, { id: ada, content: 'Ada keeps goats' });
    await expect.poll(() => found(1, 'ada', ada, 'goats')).toEqual(['Ada keeps goats']);
    await replica.run('select pg_wal_replay_pause()');
    await ask(0, 'ada', add, { id: ada, content: 'Ada keeps sheep' });
    const admin = new Redis(redis.url);
    await admin.flushall();
    admin.disconnect();
    for (const app of [1, 0] as const) expect(await found(app, 'ada', ada, 'sheep')).toContain('Ada keeps sheep');
    await replica.run('select pg_wal_replay_resume()');
  });

  test('a lagging replica is bypassed even if the writer died before it published its position', async () => {
    const empty = await newCollection('bob');
    // An empty collection, so that nothing is recalled: a later recall write would put the replica behind.
    const served = async () => await change(async () => void (await found(1, 'bob', empty, 'stamps')));
    // Background work of earlier tests writes, too: pause the replica only after that.
    const pausedWhileServing = async () => {
      await replica.run('select pg_wal_replay_resume()');
      await served();
      await replica.run('select pg_wal_replay_pause()');
      return (await served())['replica'];
    };
    await expect.poll(pausedWhileServing, { timeout: 10_000, interval: 500 }).toBe(1);
    expect(await served()).toMatchObject({ replica: 1 });
    await primary.run(`
      insert into event (account_id, kind, stream_id, seq, type, subject_id, changed, at)
      select account_id, kind, stream_id, seq + 1, type, subject_id, changed, now() from event
      where account_id = 'bob' order by at desc, seq desc limit 1`);
    await expect.poll(async () => (await served())['behind'], { timeout: 5_000 }).toBe(1);
    await replica.run('select pg_wal_replay_resume()');
  });

  test('a replica that dies fails no search, and is used again once it is back', async () => {
    const ada = await newCollection('ada');
    await ask(0, 'ada', add, { id: ada, content: 'Ada sails' });
    await replica.stop();
    const away = await change(async () => {
      for (const app of [0, 1, 0, 1] as const) expect(await found(app, 'ada', ada, 'sails')).toEqual(['Ada sails']);
    });
    expect(away).toMatchObject({ replica: 0, behind: 0 });
    expect(away['away']).toBeGreaterThan(0);
    const health = '{ system { health { status checks { name status } } } }';
    const { system } = await ask(0, 'ada', health);
    expect(system.health.status).toBe('DEGRADED');
    expect(system.health.checks).toContainEqual({ name: 'replica', status: 'DEGRADED' });
    await replica.start();
    const back = async () => (await change(async () => void (await found(1, 'ada', ada, 'sails'))))['replica'];
    await expect.poll(back, { timeout: 15_000 }).toBe(1);
  });

  test('a replica that goes silent fails no search, and is used again once it is back', async () => {
    const ada = await newCollection('ada');
    gate.mute();
    gate.delayMs = 600_000;
    await ask(0, 'ada', add, { id: ada, content: 'Ada skates' });
    const lost = await change(async () => {
      for (const app of [0, 1, 0, 1] as const) expect(await found(app, 'ada', ada, 'skates')).toEqual(['Ada skates']);
    });
    expect(lost).toMatchObject({ replica: 0, behind: 0 });
    // Pending requests learn that the connection is gone.
    await gate.shut();
    gate.delayMs = 0;
    await gate.open();
    const back = async () => (await change(async () => void (await found(1, 'ada', ada, 'skates'))))['replica'];
    await expect.poll(back, { timeout: 15_000 }).toBe(1);
  });

  test('while Redis is down, write positions are unknown and the primary answers', async () => {
    const ada = await newCollection('ada');
    await redis.stop();
    await ask(0, 'ada', add, { id: ada, content: 'Ada paints' });
    const away = async () => {
      const by = await change(async () => {
        expect(await found(1, 'ada', ada, 'paints')).toEqual(['Ada paints']);
      });
      expect(by['replica']).toBe(0);
      return by['unknown'];
    };
    await expect.poll(away, { timeout: 15_000 }).toBe(1);
    await redis.start();
    const back = async () => (await change(async () => void (await found(1, 'ada', ada, 'paints'))))['replica'];
    await expect.poll(back, { timeout: 15_000 }).toBe(1);
  });

  test('no search reads from another database of the replica, as after a restore into a new one', async () => {
    await primary.run('drop database if exists restored');
    await primary.run('create database restored');
    const url = primary.url.replace(/mnemograph$/, 'restored');
    await using restored = await buildApp(loadConfig({ ...settings, DATABASE_URL: url }), { log });
    const askThere = (query: string, variables: Record<string, unknown> = {}) =>
      post(`${restored.url}/graphql`, tokens['ada'] ?? '', query, variables);
    const { createCollection } = await askThere(create);
    const { id } = createCollection.collection;
    await askThere(add, { id, content: 'Ada plays chess' });
    const { search } = await askThere(find, { id, query: 'chess', first: 1 });
    expect(search.edges).toEqual([{ node: { content: 'Ada plays chess' } }]);
    expect(await replicaReads([restored.url])).toMatchObject({ replica: 0 });
    const { system } = await askThere('{ system { health { checks { name status detail } } } }');
    expect(system.health.checks).toContainEqual(
      expect.objectContaining({ name: 'replica', detail: expect.stringContaining('another database') }),
    );
  });

  // Must be last: it promotes the replica.
  test('a promoted replica is no longer used as a replica', async () => {
    const ada = await newCollection('ada');
    await replica.run('select pg_promote()');
    await ask(0, 'ada', add, { id: ada, content: 'Ada runs' });
    const after = await change(async () => expect(await found(1, 'ada', ada, 'runs')).toEqual(['Ada runs']));
    expect(after).toMatchObject({ replica: 0 });
  });
});
