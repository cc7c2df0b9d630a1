import { setImmediate } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEpochs, openStreams } from '../../src/app/commit-news.ts';
import { loadModels } from '../../src/app/load-models.ts';
import { openDatabase } from '../../src/app/open-database.ts';
import { startDatabase } from '../../src/app/start-database.ts';
import { type Config, loadConfig } from '../../src/platform/config/config.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { connectRedis } from '../../src/platform/redis/connect-redis.ts';
import { GuardedRedis } from '../../src/platform/redis/guarded-redis.ts';
import { RedisClients } from '../../src/platform/redis/redis-clients.ts';
import { RedisEpochs } from '../../src/platform/redis/redis-epochs.ts';
import { createDatabase } from '../support/own-database.ts';
import { folderForTest } from '../support/own-folder.ts';
import { startOwnRedis } from '../support/own-redis.ts';

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;
const log = pino({ level: 'silent' });

/** Settings of a process with its own database and Redis. */
async function ownConfig(): Promise<Config> {
  const folder = folderForTest();
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const redis = await startOwnRedis();
  onTestFinished(() => redis.stop());
  return loadConfig({ DATABASE_URL: database.url, REDIS_URL: redis.url, DATA_DIR: folder });
}

/** The epochs as another process sees them. */
async function epochsOfAnother(url: string): Promise<RedisEpochs> {
  const redis = await connectRedis({ url, prefix: '' }, log);
  onTestFinished(() => redis.disconnect());
  await expect.poll(() => redis.status, { interval: 5 }).toBe('ready');
  const epochs = new RedisEpochs(new GuardedRedis(redis, log, 2_000));
  onTestFinished(() => epochs[Symbol.asyncDispose]());
  return epochs;
}

describe.skipIf(databaseUrl === '' || redisUrl === '')('epochs of a process with Redis', () => {
  test('a commit during startup invalidates what other processes cached', async () => {
    const config = await ownConfig();
    const others = await epochsOfAnother(config.redis?.url ?? '');
    const before = await others.current('ada');
    await using starting = new AsyncDisposableStack();
    const models = starting.use(await loadModels());
    // As jobs and consumers do, which are running by then.
    await startDatabase(config, models, log, starting, (db) => inUnitOfWork(db, 'ada', async () => {}));
    await expect.poll(() => others.current('ada')).not.toBe(before);
  });

  test('a process that no longer replaces epochs sends no wake-ups: other processes find its commits in the log', async () => {
    const config = await ownConfig();
    const url = config.redis?.url ?? '';
    await using stopping = new AsyncDisposableStack();
    const opened = stopping.use(await openDatabase(config.database, log));
    const clients = stopping.use(new RedisClients({ url, prefix: '' }));
    const told: unknown[] = [];
    const listener = stopping.adopt(new Redis(url), (client) => client.disconnect());
    listener.on('message', (_channel, text) => told.push(JSON.parse(text).streams ?? text));
    await listener.subscribe('mnemograph:streams');
    const { streams, wakeUps } = await openStreams(opened, clients, log, stopping, 100);
    const ofEpochs = new AsyncDisposableStack();
    await openEpochs({ clients, isShared: true }, { opened, streams, wakeUps, replica: null }, log, ofEpochs);
    const shared = await clients.shared(log);
    await expect.poll(() => shared.status, { interval: 5 }).toBe('ready');

    const [before, after] = [newId(), newId()];
    const tell = async (streamId: string) => {
      wakeUps?.tell([{ accountId: 'ada', kind: 'collection', streamId }]);
      await setImmediate();
      await shared.publish('mnemograph:streams', '"said"');
    };
    await tell(before);
    await ofEpochs.disposeAsync();
    await tell(after);
    await expect.poll(() => told).toEqual([[['ada', 'collection', before]], '"said"', '"said"']);
  });
});
