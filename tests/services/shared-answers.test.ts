import fc from 'fast-check';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { AnswerCache } from '../../src/app/answers/answer-cache.ts';
import { answerMemory } from '../../src/app/caches.ts';
import { connectRedis } from '../../src/platform/redis/connect-redis.ts';
import { GuardedRedis } from '../../src/platform/redis/guarded-redis.ts';
import { RedisEpochs } from '../../src/platform/redis/redis-epochs.ts';
import { makeAnswers } from '../support/make-answers.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';
import { makeViewer } from '../support/viewer.ts';
import { TcpGate } from './tcp-gate.ts';

const log = pino({ level: 'silent' });
const started = Promise.withResolvers<OwnRedis>();
beforeAll(async () => started.resolve(await startOwnRedis()));
afterAll(async () => (await started.promise).stop());

/** Generous deadlines, since the test machine may be busy. */
const patientMs = 2_000;

/** What the instances share besides Redis: a written value, and the version up to which it was acknowledged. */
class World {
  readonly viewer = makeViewer();
  committed = 0;
  acknowledged = 0;
}

/** One process: its connection, epochs and cache, and the answers of slow readers that are still to be cached. */
class Instance implements AsyncDisposable {
  readonly epochs: RedisEpochs;
  readonly answers: AnswerCache;
  readonly memory = answerMemory(1_000_000);
  hits = 0;
  readonly #redis: Redis;
  readonly #slow: (() => void)[] = [];

  private constructor(redis: Redis, { viewer }: World) {
    this.#redis = redis;
    this.epochs = new RedisEpochs(new GuardedRedis(redis, log, patientMs));
    this.answers = makeAnswers(viewer, { epochs: this.epochs, memory: this.memory, shared: this.epochs });
  }

  static async start(url: string, world: World): Promise<Instance> {
    const redis = await connectRedis({ url, prefix: '' }, log);
    await expect.poll(() => redis.status, { interval: 5 }).toBe('ready');
    return new Instance(redis, world);
  }

  /** Returns what a reader receives. With `slowly`, the result is cached only when `finish` is called. */
  async read(world: World, slowly = false): Promise<number> {
    const scope = await this.answers.scopeOf(new Request('http://server/'));
    if (scope === null) return world.committed;
    const known = await this.answers.get(scope, 'read');
    if (known) {
      this.hits += 1;
      return Number(known.text.toString());
    }
    const found = world.committed;
    const answer = {
      text: Buffer.from(`${found}`),
      operation: '',
      cost: 1,
      recalled: [],
      expiresAt: Date.now() + 60_000,
    };
    const keep = () => this.answers.put(scope, 'read', answer);
    if (slowly) this.#slow.push(keep);
    else keep();
    return found;
  }

  finish(): void {
    for (const keep of this.#slow.splice(0)) keep();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.epochs[Symbol.asyncDispose]();
    this.#redis.disconnect();
  }
}

type Step = readonly ['write' | 'crash' | 'read' | 'slow read' | 'finish' | 'flush', 0 | 1];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('read') },
    { weight: 2, arbitrary: fc.constantFrom('write', 'slow read', 'finish') },
    { weight: 1, arbitrary: fc.constantFrom('crash', 'flush') },
  ),
  fc.constantFrom(0, 1),
);

test('no reader gets a stale answer, however writes, reads, slow readers, flushes and crashes of two processes interleave', async () => {
  const { url } = await started.promise;
  const flusher = new Redis(url);
  let hits = 0;
  // The steps of each list run concurrently, one list after the other.
  const property = fc.asyncProperty(
    fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 10, maxLength: 40 }),
    async (rounds) => {
      const world = new World();
      await using one = await Instance.start(url, world);
      await using other = await Instance.start(url, world);
      const instances = [one, other];
      const run = async ([what, at]: Step): Promise<void> => {
        const instance = instances[at] ?? one;
        if (what === 'flush') return void (await flusher.flushall());
        if (what === 'finish') return instance.finish();
        if (what === 'read' || what === 'slow read') {
          const least = world.acknowledged;
          const found = await instance.read(world, what === 'slow read');
          expect(found).toBeGreaterThanOrEqual(least);
          return;
        }
        world.committed += 1;
        const version = world.committed;
        // A process that dies here answers nobody; another one finds its commit in the log.
        const replacing = what === 'crash' ? (instances[1 - at] ?? other) : instance;
        await replacing.epochs.replace(world.viewer.accountId);
        world.acknowledged = Math.max(world.acknowledged, version);
      };
      for (const round of rounds) await Promise.all(round.map(run));
      hits += one.hits + other.hits;
    },
  );
  await fc.assert(property, { numRuns: 40 });
  // Only meaningful if the cache answered often.
  expect(hits).toBeGreaterThan(100);
  flusher.disconnect();
});

test('an entry cached by one process is shared with others until a write removes it from Redis', async () => {
  const { url } = await started.promise;
  const world = new World();
  await using one = await Instance.start(url, world);
  await using other = await Instance.start(url, world);
  const redis = new Redis(url);
  await redis.flushall();
  await one.read(world);
  const scope = await other.answers.scopeOf(new Request('http://server/'));
  expect(scope).not.toBeNull();
  if (scope) await expect.poll(async () => (await other.answers.get(scope, 'read'))?.text.toString()).toBe('0');
  expect(other.memory.figures().hits).toBe(1);
  expect(await redis.keys('mnemograph:*:answers')).toHaveLength(1);
  await other.epochs.replace(world.viewer.accountId);
  expect(await redis.keys('mnemograph:*:answers')).toEqual([]);
  // A reader from before arrives too late.
  if (scope) await one.epochs.put(scope.viewer.accountId, scope.epoch, 'late', Buffer.from('x'), 60_000);
  await redis.ping();
  expect(await redis.keys('mnemograph:*:answers')).toEqual([]);
  redis.disconnect();
});

test('entries large enough to delay Redis for all accounts are not shared', async () => {
  const { url } = await started.promise;
  const world = new World();
  await using one = await Instance.start(url, world);
  await using other = await Instance.start(url, world);
  const { accountId } = world.viewer;
  const epoch = (await one.epochs.current(accountId)) ?? '';
  for (const [name, size] of Object.entries({ large: 1_000_000, small: 100_000 })) {
    one.epochs.put(accountId, epoch, name, Buffer.alloc(size), 60_000);
  }
  await expect.poll(async () => (await other.epochs.get(accountId, 'small'))?.length).toBe(100_000);
  expect(await other.epochs.get(accountId, 'large')).toBeNull();
});

test('changes that a slow Redis accepted late are not resent, even those of many accounts', async () => {
  const own = await startOwnRedis();
  onTestFinished(() => own.stop());
  const admin = new Redis(own.url);
  const redis = await connectRedis({ url: own.url, prefix: '' }, log);
  await expect.poll(() => redis.status, { interval: 5 }).toBe('ready');
  await using epochs = new RedisEpochs(new GuardedRedis(redis, log, 200));
  const accounts = Array.from({ length: 100 }, (_, n) => `late ${n}`);
  const sent = vi.spyOn(redis, 'eval');
  await admin.client('PAUSE', 60_000, 'WRITE');
  await Promise.all(accounts.map((accountId) => epochs.replace(accountId)));
  expect(accounts.every((accountId) => epochs.isBehind(accountId))).toBe(true);
  // Redis is quick again when the first account is retried: it accepts the others before, late.
  await expect.poll(() => sent.mock.calls.length, { interval: 5 }).toBeGreaterThan(accounts.length);
  await admin.call('CLIENT', 'UNPAUSE');
  await expect.poll(() => accounts.some((accountId) => epochs.isBehind(accountId))).toBe(false);
  expect(sent.mock.calls.length).toBeLessThan(accounts.length + 20);
  redis.disconnect();
  admin.disconnect();
});

test('a Redis that refuses commands is reported with its reason, without errors for callers', async () => {
  const { url } = await started.promise;
  const lines: { readonly msg: string; readonly err: { readonly message: string } }[] = [];
  const redis = await connectRedis({ url, prefix: '' }, log);
  onTestFinished(() => redis.disconnect());
  await expect.poll(() => redis.status, { interval: 5 }).toBe('ready');
  const collecting = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
  const guarded = new GuardedRedis(redis, collecting, patientMs);
  const refused = () => guarded.ask((client) => client.call('no-such-command'));
  for (let n = 0; n < 3; n += 1) expect(await refused()).toBeNull();
  expect(lines.map(({ msg, err }) => [msg, err.message])).toEqual([
    [expect.stringContaining('late or refuses'), expect.stringContaining('unknown command')],
  ]);
});

test('a Redis that answers reads and refuses writes, or is late now and then, is reported once a minute', async () => {
  const { url } = await started.promise;
  const lines: { readonly level: number; readonly untold?: number }[] = [];
  const redis = await connectRedis({ url, prefix: '' }, log);
  onTestFinished(() => redis.disconnect());
  await expect.poll(() => redis.status, { interval: 5 }).toBe('ready');
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const collecting = pino({ base: null }, { write: (line) => void lines.push(JSON.parse(line)) });
  const guarded = new GuardedRedis(redis, collecting, patientMs);
  const reported = async () => {
    for (let n = 0; n < 3; n += 1) await guarded.ask((client) => client.call('no-such-command'));
    now += 1_000;
    expect(await guarded.ask((client) => client.ping())).not.toBeNull();
    return lines.splice(0).map(({ level, untold }) => [level, untold]);
  };
  const [warned, over] = [40, [30, undefined]];
  expect(await reported()).toEqual([[warned, 0], over]);
  expect(await reported()).toEqual([]);
  expect(await reported()).toEqual([]);
  now += 60_000;
  expect(await reported()).toEqual([[warned, 2], over]);
});

test('a slow Redis is tried a few times and then skipped, without errors for callers', async () => {
  const { url } = await started.promise;
  const redis = await connectRedis({ url, prefix: '' }, log);
  await expect.poll(() => redis.status, { interval: 5 }).toBe('ready');
  const guarded = new GuardedRedis(redis, log);
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const admin = new Redis(url);
  await admin.call('CLIENT', 'PAUSE', '2000', 'ALL');
  let sent = 0;
  const ask = () =>
    guarded.ask((client) => {
      sent += 1;
      return client.get('key');
    });
  for (let n = 0; n < 100; n += 1) expect(await ask()).toBeNull();
  // If it waited for the two seconds, every call would have been sent.
  expect(sent).toBe(3);
  await admin.call('CLIENT', 'UNPAUSE').catch(() => {});
  const later = () => {
    now += 1_000;
    return ask();
  };
  await expect.poll(later, { timeout: 5_000 }).toEqual({ value: null });
  const before = sent;
  await ask();
  // Sent at once. On a busy machine the answer may be late once more.
  expect(sent).toBe(before + 1);
  admin.disconnect();
  redis.disconnect();
});

test('while Redis is down nothing is cached or served, and a write is caught up once it is back', async () => {
  const own = await startOwnRedis();
  const world = new World();
  const { accountId } = world.viewer;
  await using one = await Instance.start(own.url, world);
  const before = await one.epochs.current(accountId);
  await own.stop();
  await one.epochs.replace(accountId);
  expect(await one.epochs.current(accountId)).toBeNull();
  world.committed = 7;
  expect(await one.read(world)).toBe(7);
  await own.start();
  await expect.poll(() => one.epochs.current(accountId), { timeout: 10_000 }).not.toBeNull();
  expect(await one.epochs.current(accountId)).not.toBe(before);
  await own.stop();
});

test('a Redis that is out of memory still accepts invalidations', async () => {
  const own = await startOwnRedis();
  const world = new World();
  await using one = await Instance.start(own.url, world);
  await using other = await Instance.start(own.url, world);
  await one.read(world);
  const admin = new Redis(own.url);
  await admin.config('SET', 'maxmemory-policy', 'noeviction');
  await admin.config('SET', 'maxmemory', '100kb');
  world.committed = 1;
  await other.epochs.replace(world.viewer.accountId);
  expect(await one.read(world)).toBe(1);
  admin.disconnect();
  await own.stop();
});

test('a change that Redis refuses marks its account as behind until it is accepted', async () => {
  const own = await startOwnRedis();
  const world = new World();
  const { accountId } = world.viewer;
  await using one = await Instance.start(own.url, world);
  const admin = new Redis(own.url);
  // As when Redis' disk is full: reads are answered, writes are refused.
  await admin.config('SET', 'min-replicas-to-write', '1');
  await one.epochs.replace(accountId);
  expect(one.epochs.isBehind(accountId)).toBe(true);
  await admin.config('SET', 'min-replicas-to-write', '0');
  await expect.poll(() => one.epochs.isBehind(accountId), { timeout: 10_000 }).toBe(false);
  admin.disconnect();
  await own.stop();
});

test('reconnects to a Redis that goes silent or becomes a replica', async () => {
  const own = await startOwnRedis();
  await using gate = new TcpGate({ host: '127.0.0.1', port: Number(new URL(own.url).port) });
  await gate.open();
  const redis = await connectRedis({ url: `redis://127.0.0.1:${gate.port}`, prefix: '' }, log);
  const answers = () => redis.get('key').catch(() => 'none');
  await expect.poll(answers).toBeNull();
  gate.mute();
  expect(await answers()).toBe('none');
  await expect.poll(answers, { timeout: 10_000 }).toBeNull();

  const admin = new Redis(own.url);
  await admin.call('REPLICAOF', '127.0.0.1', '1');
  let connected = 0;
  redis.on('connect', () => {
    connected += 1;
  });
  await expect(redis.set('key', 'value')).rejects.toThrow('READONLY');
  await expect.poll(() => connected, { timeout: 10_000 }).toBeGreaterThan(0);
  admin.disconnect();
  redis.disconnect();
  await own.stop();
});
