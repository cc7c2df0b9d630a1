import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { connectRedis } from '../../src/platform/redis/connect-redis.ts';
import { startOwnRedis } from '../support/own-redis.ts';

test('writes nothing to another Redis database until the one in the URL may be selected', async () => {
  const own = await startOwnRedis();
  onTestFinished(() => own.stop());
  const owner = new Redis(own.url);
  onTestFinished(() => owner.disconnect());
  await owner.acl('SETUSER', 'guest', 'on', '>word', '~*', '&*', '+@all', '-select');
  const { host } = new URL(own.url);
  const redis = await connectRedis({ url: `redis://guest:word@${host}/1`, prefix: '' }, pino({ level: 'silent' }));
  onTestFinished(() => redis.disconnect());
  const states: string[] = [];
  for (const state of ['error', 'ready']) redis.on(state, () => states.push(state));
  await expect.poll(() => states.length, { interval: 5 }).toBeGreaterThan(2);
  expect(states).not.toContain('ready');
  await expect(redis.set('key', 'value')).rejects.toThrow();
  expect(await owner.dbsize()).toBe(0);
  await owner.acl('SETUSER', 'guest', '+select');
  await expect.poll(() => redis.status, { interval: 5 }).toBe('ready');
  await redis.set('key', 'value');
  await owner.select(1);
  expect(await owner.dbsize()).toBe(1);
});
