import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { runAfterWrite, type StreamRef, tellCommit } from '../../src/platform/events/commits.ts';
import { SharedRateCounter } from '../../src/platform/rate-limit/shared-rate-counter.ts';
import { connectRedis, nodesOf } from '../../src/platform/redis/connect-redis.ts';
import { GuardedRedis } from '../../src/platform/redis/guarded-redis.ts';
import { RedisClients } from '../../src/platform/redis/redis-clients.ts';
import { redisTier } from '../../src/platform/redis/redis-tier.ts';
import { SharedCounts } from '../../src/platform/redis/shared-counts.ts';
import { WakeUps } from '../../src/platform/redis/wake-ups.ts';
import { WrittenPositions } from '../../src/platform/replica/written-positions.ts';
import { type OwnRedisCluster, startOwnRedisCluster } from '../support/own-redis-cluster.ts';

const { TEST_REDIS_URL: redisUrl = '', TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const log = pino({ level: 'silent' });

/** Everything that this project stores in Redis, on a Redis Cluster of three nodes. */
describe.skipIf(redisUrl === '' || databaseUrl === '')('on a Redis Cluster', () => {
  let cluster: OwnRedisCluster;
  beforeAll(async () => {
    cluster = await startOwnRedisCluster();
  });
  afterAll(() => cluster.stop());

  function clientsOfTest() {
    const clients = new RedisClients({ url: cluster.urls, prefix: 'blue:' });
    onTestFinished(() => clients[Symbol.dispose]());
    return clients;
  }

  async function connect() {
    const client = await connectRedis({ url: cluster.urls, prefix: 'blue:' }, log);
    onTestFinished(() => client.disconnect());
    await expect.poll(() => client.status).toBe('ready');
    return client;
  }

  test('shares cached entries between processes, spreads them over all nodes, and clears all nodes', async () => {
    const [one, two] = [await connect(), await connect()];
    const [here, there] = [one, two].map((client) => redisTier(new GuardedRedis(client, log), 'test'));
    const keys = Array.from({ length: 60 }, (_, n) => `entry ${n}`);
    // Nobody waits for Redis, so writes while it is slow, as at first, are lost: it is only a cache.
    const found = async () => {
      for (const key of keys) here?.set({ accountId: '', key }, Buffer.from(key), 60_000);
      return Promise.all(keys.map(async (key) => String(await there?.get({ accountId: '', key }))));
    };
    await expect.poll(found, { timeout: 15_000, interval: 200 }).toEqual(keys);
    expect(nodesOf(one)).toHaveLength(3);
    for (const node of nodesOf(one)) expect(await node.dbsize()).toBeGreaterThan(5);
    const left = async () => {
      await there?.clear();
      return Promise.all(nodesOf(one).map((node) => node.dbsize()));
    };
    await expect.poll(left, { timeout: 15_000 }).toEqual([0, 0, 0]);
  });

  test('counts requests and subscriptions across all processes', async () => {
    const [one, two] = [new SharedRateCounter(await connect()), new SharedRateCounter(await connect())];
    // Late answers are not awaited, and then each process counts alone. That happens on a busy machine.
    for (let n = 0; n < 4; n++) {
      const together = async () => {
        const account = newId();
        await one.take({ key: account, points: 3, most: 5 });
        return (await two.take({ key: account, points: 2, most: 5 })).points;
      };
      await expect.poll(together, { timeout: 15_000 }).toBe(5);
    }

    const open = () => SharedCounts.open({ clients: clientsOfTest(), name: 'test', log });
    const [here, there] = [await open(), await open()];
    onTestFinished(async () => {
      await here[Symbol.asyncDispose]();
      await there[Symbol.asyncDispose]();
    });
    // Of a new principal each time: a process that has counted alone has taken its places.
    const together = async () => {
      const principal = newId();
      return (await here.take(principal, 2, 3)) && !(await there.take(principal, 2, 3));
    };
    await expect.poll(together, { timeout: 15_000 }).toBe(true);
  });

  test('a commit wakes the other processes', async () => {
    const start = async () => {
      const db = connectKysely(new pg.Pool());
      const woken: StreamRef[] = [];
      const wakeUps = await WakeUps.open({
        clients: clientsOfTest(),
        writers: [db],
        onCommit: (streams) => woken.push(...streams),
        onText: () => {},
        log,
      });
      onTestFinished(() => wakeUps[Symbol.asyncDispose]());
      return { db, woken };
    };
    const [here, there] = [await start(), await start()];
    const stream: StreamRef = { accountId: 'acme', kind: 'collection', streamId: newId() };
    const tell = () => {
      tellCommit(here.db, [stream]);
      return there.woken;
    };
    await expect.poll(tell, { timeout: 10_000 }).toContainEqual(stream);
  });

  const positions = (redis: Awaited<ReturnType<typeof connect>>, db: Database) => {
    const written = new WrittenPositions({ redis, db, writers: [db], untilReplayed: async () => {}, log });
    onTestFinished(() => written[Symbol.dispose]());
    return written;
  };

  test('shares the last write position of each account, but knows none while a node is down', async () => {
    const db = connectKysely(new pg.Pool({ connectionString: databaseUrl, max: 1 }));
    onTestFinished(() => db.destroy());
    const [client, other] = [await connect(), await connect()];
    const [here, there] = [positions(client, db), positions(other, db)];
    const accounts = Array.from({ length: 12 }, (_, n) => `account ${n}`);
    for (const account of accounts) {
      const before = await here.newest();
      const known = async () => {
        await runAfterWrite(db, account);
        return (await there.of(account)) ?? -1n;
      };
      await expect.poll(known, { timeout: 10_000 }).toBeGreaterThanOrEqual(before);
    }
    // Must be last: it kills a node.
    await cluster.kill(0);
    const all = () => Promise.all(accounts.map((account) => there.of(account)));
    await expect.poll(async () => (await all()).every((position) => position === null), { timeout: 15_000 }).toBe(true);
    const cached = redisTier(new GuardedRedis(other, log), 'test');
    for (const account of accounts) {
      expect(await cached.get({ accountId: account, key: account })).toBeNull();
      await runAfterWrite(db, account);
    }
    const counter = new SharedRateCounter(other);
    expect((await counter.take({ key: 'lonely', points: 4, most: 5 })).points).toBe(4);
  });
});
