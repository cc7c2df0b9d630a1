import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { answerMemory, managedCaches, rankingCache } from '../../src/app/caches.ts';
import { MemoryEpochs } from '../../src/platform/cache/epochs.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { connectRedis } from '../../src/platform/redis/connect-redis.ts';
import { GuardedRedis } from '../../src/platform/redis/guarded-redis.ts';
import { RedisEpochs } from '../../src/platform/redis/redis-epochs.ts';
import { turnMemory } from '../../src/search/sql-engine/known-turns.ts';
import { startOwnRedis } from '../support/own-redis.ts';

/** A process with this Redis that clears a cache by name, as operators do. */
async function startProcess(url: string, log = pino({ level: 'silent' })) {
  const redis = await connectRedis({ url, prefix: '' }, log);
  onTestFinished(() => redis.disconnect());
  await expect.poll(() => redis.status, { interval: 5 }).toBe('ready');
  const guarded = new GuardedRedis(redis, log);
  const shared = new RedisEpochs(guarded);
  onTestFinished(() => shared[Symbol.asyncDispose]());
  const answers = {
    epochs: new MemoryEpochs(),
    memory: answerMemory(1_000_000),
    shared,
    recalls: { record: () => {} },
  };
  const rankings = rankingCache(loadConfig({}).caches.rankings, guarded);
  const caches = managedCaches({ ...rankings, turns: turnMemory(1_000_000), answers, sharedTier: () => null });
  return (name: string) => caches.find((cache) => cache.figures().name === name)?.clearAll?.();
}

/** A Redis with several pages of cache entries, and keys that belong to no cache. */
async function startFullRedis() {
  const own = await startOwnRedis();
  onTestFinished(() => own.stop());
  const redis = new Redis(own.url);
  onTestFinished(() => redis.disconnect());
  await redis.set('mnemograph:{ada}:epoch', 'current');
  await redis.set('mnemograph:written:ada', '1');
  for (let first = 0; first < 5_000; first += 1_000) {
    const filling = redis.pipeline();
    for (let n = first; n < first + 1_000; n += 1) filling.set(`mnemograph:search:${n}`, 'x'.repeat(500));
    await filling.exec();
  }
  for (let n = 0; n < 100; n += 1) await redis.hset(`mnemograph:{${n}}:answers`, 'name', 'answer');
  const kept = async (pattern: string) => (await redis.keys(pattern)).length;
  return { url: own.url, redis, kept };
}

test('clearing a cache removes all its entries from Redis, even if Redis is slow, and nothing else', async () => {
  const { url, redis, kept } = await startFullRedis();
  const clear = await startProcess(url);
  await redis.client('PAUSE', 200, 'ALL');
  await clear('search results');
  expect([await kept('mnemograph:search:*'), await kept('*answers')]).toEqual([0, 100]);
  await clear('responses');
  expect((await redis.keys('*')).toSorted()).toEqual(['mnemograph:written:ada', 'mnemograph:{ada}:epoch']);
});

test('entries of a Redis that stalls for some seconds are still cleared', async () => {
  const { url, redis, kept } = await startFullRedis();
  const clear = await startProcess(url);
  await redis.client('PAUSE', 3_000, 'ALL');
  await clear('search results');
  expect(await kept('mnemograph:search:*')).toBe(0);
});

test('logs a warning if Redis refuses to clear entries', async () => {
  const { url, redis, kept } = await startFullRedis();
  const logged: string[] = [];
  const clear = await startProcess(url, pino({}, { write: (line: string) => void logged.push(JSON.parse(line).msg) }));
  await redis.acl('SETUSER', 'default', '-scan');
  await clear('search results');
  expect(await kept('mnemograph:search:*')).toBe(5_000);
  expect(logged).toEqual(['Redis is late or refuses: what was to be cleared there stays for a while']);
});

test('clearing caches succeeds while Redis is down', async () => {
  const own = await startOwnRedis();
  const clear = await startProcess(own.url);
  await own.stop();
  await Promise.all(['search results', 'responses'].map(clear));
});
