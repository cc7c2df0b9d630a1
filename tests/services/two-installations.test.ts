import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectKysely } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { type StreamRef, tellCommit } from '../../src/platform/events/commits.ts';
import { SharedRateCounter } from '../../src/platform/rate-limit/shared-rate-counter.ts';
import { GuardedRedis } from '../../src/platform/redis/guarded-redis.ts';
import { RedisClients } from '../../src/platform/redis/redis-clients.ts';
import { RedisEpochs } from '../../src/platform/redis/redis-epochs.ts';
import { redisTier } from '../../src/platform/redis/redis-tier.ts';
import { SharedCounts } from '../../src/platform/redis/shared-counts.ts';
import { WakeUps } from '../../src/platform/redis/wake-ups.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';

const { TEST_REDIS_URL = '' } = process.env;
const log = pino({ level: 'silent' });
const patientMs = 5_000;

/** The second has no prefix, like an upgraded installation; the third could be mistaken for the first. */
const names = ['blue:', '', 'blue:mnemograph:'] as const;

/** Everything that this project stores in Redis. */
describe.skipIf(TEST_REDIS_URL === '')('installations that share a Redis', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await startOwnRedis();
  });
  afterAll(() => redis.stop());

  async function open(prefix: string) {
    const clients = new RedisClients({ url: redis.url, prefix });
    onTestFinished(() => clients[Symbol.dispose]());
    const client = await clients.shared(log);
    await expect.poll(() => client.status).toBe('ready');
    const guarded = new GuardedRedis(client, log, patientMs);
    const epochs = new RedisEpochs(guarded);
    onTestFinished(() => epochs[Symbol.asyncDispose]());
    const counts = await SharedCounts.open({ clients, name: 'places', log });
    onTestFinished(() => counts[Symbol.asyncDispose]());
    return {
      clients,
      client,
      epochs,
      counts,
      tier: redisTier(guarded, 'test'),
      rates: new SharedRateCounter(client),
    };
  }

  const openAll = () => Promise.all(names.map(open));

  test('neither find nor clear the entries of the others', async () => {
    const all = await openAll();
    const question = { accountId: '', key: 'question' };
    for (const [n, { tier }] of all.entries()) tier.set(question, Buffer.from(`answer ${n}`), 60_000);
    const answers = () => Promise.all(all.map(async ({ tier }) => (await tier.get(question))?.toString() ?? null));
    await expect.poll(answers).toEqual(['answer 0', 'answer 1', 'answer 2']);
    await all[0]?.tier.clear();
    expect(await answers()).toEqual([null, 'answer 1', 'answer 2']);
    await all[1]?.tier.clear();
    expect(await answers()).toEqual([null, null, 'answer 2']);
  });

  test('have separate epochs and separate answers', async () => {
    const [one, two] = await openAll();
    const [before, others] = [await one?.epochs.current('ada'), await two?.epochs.current('ada')];
    expect(before).not.toBe(others);
    one?.epochs.put('ada', String(before), 'answer', Buffer.from('x'), 60_000);
    await expect.poll(async () => String(await one?.epochs.get('ada', 'answer'))).toBe('x');
    expect(await two?.epochs.get('ada', 'answer')).toBeNull();
    await two?.epochs.replace('ada');
    expect(String(await one?.epochs.get('ada', 'answer'))).toBe('x');
  });

  test('count requests and subscriptions separately', async () => {
    const all = await openAll();
    for (const [n, { rates, counts }] of all.entries()) {
      expect((await rates.take({ key: 'ada', points: n + 1, most: 5 })).points).toBe(n + 1);
      expect(await counts.take('ada', 1, 1)).toBe(true);
    }
    expect(all.map(({ rates }) => rates.countedAlone)).toEqual([0, 0, 0]);
  });

  test('wake only their own processes', async () => {
    const processes = await Promise.all(
      ['blue:', 'green:', 'blue:'].map(async (prefix) => {
        const { clients } = await open(prefix);
        const db = connectKysely(new pg.Pool());
        const woken: StreamRef[] = [];
        const onCommit = (streams: readonly StreamRef[]) => woken.push(...streams);
        const wakeUps = await WakeUps.open({ clients, writers: [db], onCommit, onText: () => {}, log });
        onTestFinished(() => wakeUps[Symbol.asyncDispose]());
        return { commit: (stream: StreamRef) => tellCommit(db, [stream]), woken };
      }),
    );
    const stream: StreamRef = { accountId: 'ada', kind: 'collection', streamId: newId() };
    const [here, foreign, there] = processes;
    // Repeated until all are connected: earlier messages are lost.
    await expect.poll(() => here?.commit(stream) ?? there?.woken, { timeout: 10_000 }).toContainEqual(stream);
    await expect.poll(() => foreign?.commit({ ...stream, accountId: 'ben' }) ?? 'told').toBe('told');
    expect([here?.woken, foreign?.woken]).toEqual([[], []]);
  });

  test('prefix every key', async () => {
    const { client, tier, epochs, counts, rates } = await open('red:');
    tier.set({ accountId: '', key: 'a' }, Buffer.from('a'), 60_000);
    await Promise.all([epochs.replace('a'), counts.take('a', 1, 1), rates.take({ key: 'a', points: 1, most: 1 })]);
    const keys = async () => (await client.keys('*')).filter((key) => key.startsWith('red:')).toSorted();
    await expect
      .poll(keys)
      .toEqual([
        'red:mnemograph:places:a',
        'red:mnemograph:rate:a',
        'red:mnemograph:test:a',
        expect.stringMatching(/^red:mnemograph:\{.+\}:epoch$/),
      ]);
  });
});
