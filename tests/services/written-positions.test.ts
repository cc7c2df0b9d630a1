import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { connectRedis } from '../../src/platform/redis/connect-redis.ts';
import { WrittenPositions } from '../../src/platform/replica/written-positions.ts';
import { fakeDatabase } from '../support/fake-database.ts';
import { startOwnRedis } from '../support/own-redis.ts';

test('records the last write of an account even if Redis is out of memory, so that no old position remains', async () => {
  const server = await startOwnRedis();
  onTestFinished(() => server.stop());
  const log = pino({ level: 'silent' });
  const redis = await connectRedis({ url: server.url, prefix: '' }, log);
  onTestFinished(() => redis.disconnect());
  await expect.poll(() => redis.status).toBe('ready');
  let end = 7;
  const db = fakeDatabase(async () => [{ position: String(end) }]);
  const options = { redis, db, writers: [], untilReplayed: async () => {}, log };
  const [here, there] = [new WrittenPositions(options), new WrittenPositions(options)];
  onTestFinished(() => {
    for (const positions of [here, there]) positions[Symbol.dispose]();
  });
  const known = () => Promise.all([here.of('ada'), there.of('ada')]);
  await here.note('ada');
  await expect.poll(known).toEqual([7n, 7n]);
  await redis.config('SET', 'maxmemory', '100kb');
  end = 9;
  await here.note('ada');
  await expect.poll(known).toEqual([9n, 9n]);
});
