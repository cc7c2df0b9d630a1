import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { connectKysely } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { type StreamRef, tellCommit } from '../../src/platform/events/commits.ts';
import { connectRedis } from '../../src/platform/redis/connect-redis.ts';
import { RedisClients } from '../../src/platform/redis/redis-clients.ts';
import { WakeUps } from '../../src/platform/redis/wake-ups.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';

const { TEST_REDIS_URL = '' } = process.env;
const silent = pino({ level: 'silent' });
const nextTick = promisify(process.nextTick);

const stream = (): StreamRef => ({ accountId: 'acme', kind: 'collection', streamId: newId() });

async function redisOfTest(): Promise<OwnRedis> {
  const redis = await startOwnRedis();
  onTestFinished(() => redis.stop());
  return redis;
}

/** The part of a process that wake-ups need: a database that is never connected, and the streams it was woken for. */
async function startProcess(url: string, log = silent) {
  const db = connectKysely(new pg.Pool());
  const woken: StreamRef[] = [];
  const grown: StreamRef[] = [];
  const clients = new RedisClients({ url, prefix: '' });
  onTestFinished(() => clients[Symbol.dispose]());
  const wakeUps = await WakeUps.open({
    clients,
    writers: [db],
    onCommit: (streams) => woken.push(...streams),
    onText: (streams) => grown.push(...streams),
    log,
  });
  onTestFinished(() => wakeUps[Symbol.asyncDispose]());
  return { commit: (...streams: StreamRef[]) => tellCommit(db, streams), wakeUps, woken, grown };
}

test.skipIf(TEST_REDIS_URL === '')('a commit wakes the other processes, also after a Redis outage', async () => {
  const redis = await redisOfTest();
  const [here, there] = [await startProcess(redis.url), await startProcess(redis.url)];
  const wakes = async (one: StreamRef) => {
    // Repeated until both are connected: earlier messages are lost.
    await expect.poll(() => here.commit(one) ?? there.woken, { timeout: 10_000 }).toContainEqual(one);
  };
  await wakes(stream());
  expect(here.woken).toEqual([]);

  await redis.stop();
  here.commit(stream());
  await redis.start();
  await wakes(stream());
});

test.skipIf(TEST_REDIS_URL === '')('a message holds only the names of streams, each once', async () => {
  const redis = await redisOfTest();
  const here = await startProcess(redis.url);
  const listener = new Redis(redis.url);
  onTestFinished(() => listener.disconnect());
  const heard: string[] = [];
  listener.on('message', (_, text: string) => heard.push(text));
  await listener.subscribe('mnemograph:streams');

  const [one, other] = [stream(), stream()];
  await expect.poll(() => here.commit(one, other, one) ?? heard.length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(JSON.parse(heard[0] ?? '')).toEqual({
    from: expect.any(String),
    streams: [one, other].map(({ accountId, kind, streamId }) => [accountId, kind, streamId]),
  });
});

test.skipIf(TEST_REDIS_URL === '')('foreign messages on the channel wake nobody and break nothing', async () => {
  const redis = await redisOfTest();
  const [here, there] = [await startProcess(redis.url), await startProcess(redis.url)];
  const stranger = new Redis(redis.url);
  onTestFinished(() => stranger.disconnect());
  for (const text of ['no JSON', '{}', '{"from":"x","streams":[["acme","collection","no uuid"]]}']) {
    await stranger.publish('mnemograph:streams', text);
  }
  const one = stream();
  await expect.poll(() => here.commit(one) ?? there.woken, { timeout: 10_000 }).toContainEqual(one);
  expect(new Set(there.woken.map(({ streamId }) => streamId))).toEqual(new Set([one.streamId]));
});

test.skipIf(TEST_REDIS_URL === '')('text that grows wakes readers, and does not pass for a commit', async () => {
  const redis = await redisOfTest();
  const [here, there] = [await startProcess(redis.url), await startProcess(redis.url)];
  const [growing, written] = [stream(), stream()];
  const both = () => {
    here.wakeUps.tellSoon(growing);
    here.commit(written);
    return [there.grown, there.woken];
  };
  await expect.poll(both).toEqual([expect.arrayContaining([growing]), expect.arrayContaining([written])]);
  expect(there.grown).not.toContainEqual(written);
  expect(there.woken).not.toContainEqual(growing);
});

test.skipIf(TEST_REDIS_URL === '')('sends no wake-ups for an account that is held back', async () => {
  const redis = await redisOfTest();
  const [here, there] = [await startProcess(redis.url), await startProcess(redis.url)];
  const [held, told] = [{ ...stream(), accountId: 'behind' }, stream()];
  here.wakeUps.holdBack((accountId) => accountId === 'behind');
  await expect.poll(() => here.commit(held, told) ?? there.woken, { timeout: 10_000 }).toContainEqual(told);
  expect(there.woken).not.toContainEqual(held);
});

test.skipIf(TEST_REDIS_URL === '')('a Redis user without the right to the channel is reported in the log', async () => {
  const redis = await redisOfTest();
  const admin = new Redis(redis.url);
  onTestFinished(() => admin.disconnect());
  await admin.call('acl', 'setuser', 'app', 'on', '>secret', '~*', '+@all', 'resetchannels');
  const lines: { readonly level: number; readonly msg: string }[] = [];
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
  await startProcess(redis.url.replace('redis://', 'redis://app:secret@'), log);
  const refused = { level: 40, msg: expect.stringContaining('refuses the channel') };
  await expect.poll(() => lines).toEqual([expect.objectContaining(refused)]);
});

const refusals = [
  ['OOM', ['config', 'set', 'maxmemory', '1']],
  ['READONLY', ['replicaof', '127.0.0.1', '1']],
] as const;
test.skipIf(TEST_REDIS_URL === '').each(refusals)(
  'a Redis that answers but takes no writes (%s) fails the check, and is reported once with the reason',
  async (reason, [command, ...args]) => {
    const redis = await redisOfTest();
    const lines: { readonly msg: string; readonly err: object }[] = [];
    const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
    const { wakeUps } = await startProcess(redis.url, log);
    const check = () => wakeUps.check().catch(String);
    await expect.poll(check, { timeout: 5_000 }).toBe(null);
    const admin = new Redis(redis.url);
    onTestFinished(() => admin.disconnect());
    await admin.call(command, ...args);
    // It reconnects after a refusal of a replica: meanwhile, too, the reason is told.
    for (let n = 0; n < 3; n += 1) expect(await check()).toContain(reason);
    const err = expect.objectContaining({ message: expect.stringContaining(reason) });
    const refused = { msg: 'Redis refuses writes; the server goes on without it', err };
    expect(lines).toEqual([expect.objectContaining(refused)]);
  },
);

test.skipIf(TEST_REDIS_URL === '')('a Redis that refuses the password is an error that says so, once', async () => {
  const redis = await startOwnRedis(null, 'secret');
  onTestFinished(() => redis.stop());
  const lines: { readonly level: number; readonly msg: string }[] = [];
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
  const { wakeUps } = await startProcess(redis.url.replace('secret', 'wrong'), log);
  await expect.poll(() => wakeUps.check().catch(String), { timeout: 5_000 }).toContain('WRONGPASS');
  const msg = 'the Redis of REDIS_URL refuses the user or the password; the server goes on without it';
  // Its two connections report it.
  await expect
    .poll(() => lines.map((line) => [line.level, line.msg]))
    .toEqual([
      [50, msg],
      [50, msg],
    ]);
});

test.skipIf(TEST_REDIS_URL === '')('a client that is closed before it has connected reports no outage', async () => {
  const lines: string[] = [];
  const redis = await connectRedis(
    { url: TEST_REDIS_URL, prefix: '' },
    pino({}, { write: (line) => void lines.push(line) }),
  );
  // Without a turn of the event loop, in which it may connect.
  for (let n = 0; n < 10 && !redis.stream; n += 1) await nextTick();
  expect(redis.stream.connecting).toBe(true);
  redis.disconnect();
  await expect.poll(() => redis.status, { interval: 5 }).toBe('end');
  expect(lines).toEqual([]);
});

test.skipIf(TEST_REDIS_URL === '')(
  'a Redis without TLS is soon reported if the URL asks for it, with the reason',
  async () => {
    const lines: { readonly msg: string }[] = [];
    const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
    const redis = await connectRedis({ url: TEST_REDIS_URL.replace('redis:', 'rediss:'), prefix: '' }, log);
    onTestFinished(() => redis.disconnect());
    const msg = expect.stringContaining('does not answer by TLS, which rediss:// asks for');
    await expect.poll(() => lines, { timeout: 8_000 }).toMatchObject([{ msg }]);
  },
  10_000,
);
