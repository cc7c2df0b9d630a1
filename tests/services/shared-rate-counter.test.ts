import { setImmediate } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SharedRateCounter } from '../../src/platform/rate-limit/shared-rate-counter.ts';
import { connectRedis } from '../../src/platform/redis/connect-redis.ts';
import { startOwnRedis } from '../support/own-redis.ts';
import { TcpGate } from './tcp-gate.ts';

/** Long enough that a busy machine is not mistaken for a slow Redis. */
const patientMs = 2_000;

async function redisBehindGate(waitMs?: number) {
  const redis = await startOwnRedis();
  onTestFinished(() => redis.stop());
  const gate = new TcpGate({ host: '127.0.0.1', port: Number(new URL(redis.url).port) });
  onTestFinished(() => gate.shut());
  const open = async (url: string) => {
    const client = await connectRedis({ url, prefix: '' }, pino({ level: 'silent' }));
    onTestFinished(() => client.disconnect());
    const counter = new SharedRateCounter(client, waitMs);
    const add = (key: string, points: number, most = 100) => counter.take({ key, points, most });
    return { client, counter, add };
  };
  return { redis, gate, open, behind: () => open(`redis://127.0.0.1:${gate.port}`) };
}

const ready = (client: Redis) => expect.poll(() => client.status, { timeout: 5_000 }).toBe('ready');

/** Keeps the commands of a client back until they are sent; returns then how many there were. */
function holdCommands(client: Redis) {
  const sending = Promise.withResolvers<void>();
  const sendCommand = client.sendCommand.bind(client);
  const sent: Promise<unknown>[] = [];
  client.sendCommand = (command, stream) => {
    sent.push(sending.promise.then(() => sendCommand(command, stream)));
    return command.promise;
  };
  const send = async () => {
    client.sendCommand = sendCommand;
    sending.resolve();
    await Promise.all(sent);
    return sent.length;
  };
  return { send };
}

test('processes that share Redis count together, with a one-minute window per key', async () => {
  const { redis, open } = await redisBehindGate(patientMs);
  const [one, two] = [await open(redis.url), await open(redis.url)];
  await Promise.all([ready(one.client), ready(two.client)]);
  expect(await one.add('acme', 3)).toEqual({ taken: true, points: 3, resetMs: expect.any(Number) });
  expect((await two.add('acme', 2)).points).toBe(5);
  expect((await two.add('other', 1)).points).toBe(1);
  // Refused requests are not counted, whether in the middle of others or at the end.
  const together = await Promise.all([3, 1, 1].map((points) => one.add('acme', points, 7)));
  expect(together.map(({ taken }) => taken)).toEqual([false, true, true]);
  expect((await two.add('acme', 1, 7)).taken).toBe(false);
  expect((await one.counter.read('acme')).points).toBe(7);
  expect((await one.counter.read('nobody')).points).toBe(0);
  expect([one.counter.countedAlone, two.counter.countedAlone]).toEqual([0, 0]);
});

test('counts alone while Redis is down, at the start or later, and together again once it is back', async () => {
  const { gate, behind } = await redisBehindGate(patientMs);
  await gate.open();
  await gate.shut();
  const { client, counter, add } = await behind();
  expect((await add('acme', 1)).points).toBe(1);
  expect((await add('acme', 1)).points).toBe(2);
  await gate.open();
  await ready(client);
  expect((await add('acme', 10)).points).toBe(12);
  await gate.shut();
  await expect.poll(() => client.status).not.toBe('ready');
  // Continues from the shared count, so that the limit holds.
  const { points, resetMs } = await add('acme', 1);
  expect(points).toBe(13);
  expect(resetMs).toBeLessThan(60_000);
  for (let n = 0; n < 9; n++) await add('acme', 1);
  await gate.open();
  await ready(client);
  // Redis learns of the ten requests in between.
  expect((await add('acme', 1)).points).toBe(23);
  await gate.shut();
  await expect.poll(() => client.status).not.toBe('ready');
  expect((await counter.read('acme')).points).toBe(23);
});

test('what a process counted alone while Redis was late is added to the count of all', async () => {
  const { redis, open } = await redisBehindGate(patientMs);
  const [one, two] = [await open(redis.url), await open(redis.url)];
  await Promise.all([ready(one.client), ready(two.client)]);
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const late = holdCommands(one.client);
  const hurried = new SharedRateCounter(one.client);
  const take = (key: string) => hurried.take({ key, points: 1, most: 100 });
  for (let n = 1; n <= 60; n++) expect(await take('acme')).toMatchObject({ taken: true, points: n });
  await take('other');
  // The first of them reaches Redis, late.
  await late.send();
  expect((await two.counter.read('acme')).points).toBe(1);
  await take('acme');
  await expect.poll(async () => (await two.counter.read('acme')).points).toBe(61);
  expect((await two.counter.read('other')).points).toBe(1);
  expect((await two.add('acme', 40)).taken).toBe(false);
});

test('a late answer of Redis is enough to ask again, unless it is the third in a row', async () => {
  const { redis, open } = await redisBehindGate(patientMs);
  const { client, add } = await open(redis.url);
  await ready(client);
  // The first question loads the script, which takes two commands.
  await add('acme', 1);
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const counter = new SharedRateCounter(client);
  const askLate = async (): Promise<boolean> => {
    const late = holdCommands(client);
    await counter.take({ key: 'acme', points: 1, most: 100 });
    const sent = await late.send();
    // By then the counter has the answer, too.
    await setImmediate();
    return sent > 0;
  };
  expect([await askLate(), await askLate(), await askLate(), await askLate()]).toEqual([true, true, true, false]);
  vi.advanceTimersByTime(1_000);
  expect(await askLate()).toBe(true);
});

test('concurrent requests after Redis is lost continue from its last count', async () => {
  const { gate, behind } = await redisBehindGate(patientMs);
  await gate.open();
  const { client, counter, add } = await behind();
  await ready(client);
  await add('acme', 5);
  await gate.shut();
  await expect.poll(() => client.status).not.toBe('ready');
  const counted = await Promise.all([1, 2, 3].map(() => add('acme', 1)));
  expect(counted.map(({ points }) => points)).toEqual([6, 7, 8]);
  expect((await counter.read('acme')).points).toBe(8);
});

test('a clock that is set back extends no window in Redis beyond a minute', async () => {
  const { redis, open } = await redisBehindGate(patientMs);
  const { client, add } = await open(redis.url);
  await ready(client);
  await add('acme', 1);
  await client.pexpire('mnemograph:rate:acme', 3_600_000);
  expect(await add('acme', 1)).toEqual({ taken: true, points: 2, resetMs: 60_000 });
  expect(await client.pttl('mnemograph:rate:acme')).toBeLessThanOrEqual(60_000);
});

test('a Redis that is 2 s slow is skipped for a while instead of waited for', async () => {
  const { gate, behind } = await redisBehindGate();
  await gate.open();
  const { client, counter, add } = await behind();
  await ready(client);
  gate.delayMs = 2_000;
  const asked: string[] = [];
  const send = client.sendCommand.bind(client);
  client.sendCommand = (command, stream) => {
    asked.push(command.name);
    return send(command, stream);
  };
  for (let n = 1; n <= 50; n++) {
    expect((await add('acme', 1)).points).toBe(n);
    expect((await counter.read('acme')).points).toBe(n);
  }
  expect(counter.countedAlone).toBe(100);
  expect(asked.length).toBeLessThanOrEqual(4);
});

test('counts alone if Redis is out of memory', async () => {
  const { redis, open } = await redisBehindGate(patientMs);
  const { client, counter, add } = await open(redis.url);
  await ready(client);
  await client.config('SET', 'maxmemory-policy', 'noeviction');
  await client.config('SET', 'maxmemory', '100kb');
  for (let n = 1; n <= 5; n++) expect((await add('acme', 1)).points).toBe(n);
  expect(counter.countedAlone).toBe(5);
  await client.config('SET', 'maxmemory', '0');
});
