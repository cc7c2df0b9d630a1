import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RedisClients } from '../../src/platform/redis/redis-clients.ts';
import { SharedCounts } from '../../src/platform/redis/shared-counts.ts';
import { startOwnRedis } from '../support/own-redis.ts';

const { TEST_REDIS_URL = '' } = process.env;
const log = pino({ level: 'silent' });

/** Two processes sharing counts; the counts of a dead process remain for 300 ms. */
async function twoProcesses(lifeMs = 300) {
  const redis = await startOwnRedis();
  onTestFinished(() => redis.stop());
  const open = async () => {
    const clients = new RedisClients({ url: redis.url, prefix: '' });
    onTestFinished(() => clients[Symbol.dispose]());
    const counts = await SharedCounts.open({ clients, name: 'places', log, lifeMs });
    onTestFinished(() => counts[Symbol.asyncDispose]());
    // Waits for the connection: earlier requests are allowed without checking the other processes.
    await expect.poll(() => counts.take('probe', 1, 0)).toBe(false);
    counts.tell('probe', 0);
    return counts;
  };
  return { redis, here: await open(), there: await open() };
}

test.skipIf(TEST_REDIS_URL === '')('two processes share one limit per key', async () => {
  const { here, there } = await twoProcesses(60_000);
  expect([await here.take('ada', 1, 3), await there.take('ada', 1, 3), await here.take('ada', 2, 3)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(await there.take('ada', 2, 3)).toBe(false);
  there.tell('ada', 1);
  expect(await there.take('bob', 3, 3)).toBe(true);
  here.tell('ada', 1);
  // Releases and requests use separate connections.
  await expect.poll(() => there.take('ada', 2, 3)).toBe(true);
});

test.skipIf(TEST_REDIS_URL === '')('slots of a dead process are released, those of a live one are not', async () => {
  const { here, there } = await twoProcesses();
  expect([await here.take('ada', 2, 4), await there.take('ada', 2, 4)]).toEqual([true, true]);
  // It stops without releasing what it holds.
  await here[Symbol.asyncDispose]();
  await expect.poll(() => there.take('ada', 4, 4), { timeout: 5_000 }).toBe(true);
});

test.skipIf(TEST_REDIS_URL === '')(
  'slots of a dead process expire even if the Redis clock was set back by an hour',
  async () => {
    const { redis, there } = await twoProcesses(60_000);
    const clients = new RedisClients({ url: redis.url, prefix: '' });
    onTestFinished(() => clients[Symbol.dispose]());
    const client = await clients.connect(log);
    onTestFinished(() => client.disconnect());
    await expect.poll(() => client.status).toBe('ready');
    await client.hset('mnemograph:places:ada', 'died', `4:${Date.now() + 3_600_000}`);
    expect(await there.take('ada', 4, 4)).toBe(true);
  },
);

test.skipIf(TEST_REDIS_URL === '')('slots of a stopping process are released at once', async () => {
  const { here, there } = await twoProcesses(60_000);
  expect(await here.take('ada', 4, 4)).toBe(true);
  here.tell('ada', 0);
  await here[Symbol.asyncDispose]();
  expect(await there.take('ada', 4, 4)).toBe(true);
});

test.skipIf(TEST_REDIS_URL === '')(
  'nobody is refused while Redis is down, and all counts are restored once it is back',
  async () => {
    const { redis, here, there } = await twoProcesses();
    expect(await here.take('ada', 2, 2)).toBe(true);
    await redis.stop();
    await expect.poll(() => there.take('ada', 1, 2)).toBe(true);
    there.tell('ada', 0);
    await redis.start();
    await expect.poll(() => there.take('ada', 1, 2), { timeout: 10_000 }).toBe(false);
  },
);

test.skipIf(TEST_REDIS_URL === '')(
  'few calls wait for an unresponsive Redis, which is then skipped for a while',
  async () => {
    const redis = await startOwnRedis();
    onTestFinished(() => redis.stop());
    const clients = new RedisClients({ url: redis.url, prefix: '' });
    onTestFinished(() => clients[Symbol.dispose]());
    await using counts = await SharedCounts.open({ clients, name: 'places', log });
    await expect.poll(() => counts.take('probe', 1, 0)).toBe(false);
    const pausing = await clients.connect(log);
    await expect.poll(() => pausing.status).toBe('ready');
    await pausing.client('PAUSE', 60_000, 'ALL');
    const asked = vi.spyOn(await clients.shared(log), 'eval');
    for (let n = 1; n <= 10; n += 1) expect(await counts.take('ada', n, 1)).toBe(true);
    expect(asked.mock.calls.length).toBeLessThan(6);
  },
);
