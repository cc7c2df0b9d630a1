import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChaosSubscriber, type Seen } from '../support/chaos-subscriber.ts';
import { freePort } from '../support/free-port.ts';
import { mutateBy } from '../support/mutate.ts';
import { createDatabase, type OwnDatabase } from '../support/own-database.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';
import { post, type StartedServer, startServer, tokenFor } from '../support/started-server.ts';

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;
/** Only in `npm run check:chaos`. */
const seconds = Number(process.env['CHAOS_SECONDS'] ?? 0);

const pick = <T>(all: readonly T[]): T => {
  const one = all[randomInt(all.length)];
  if (one === undefined) throw new Error('Nothing to pick from');
  return one;
};

/** A server that is killed or stopped, and restarted at the same address. */
class RestartedServer {
  readonly endpoint: string;
  readonly #settings: Record<string, string>;
  #server: StartedServer | null = null;

  constructor(port: number, settings: Record<string, string>) {
    this.endpoint = `http://127.0.0.1:${port}/graphql`;
    this.#settings = { ...settings, PORT: String(port) };
  }

  async start(settings: Record<string, string> = {}): Promise<void> {
    this.#server = await startServer({ ...this.#settings, ...settings });
  }

  async end(how: 'kill' | 'stop'): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.[how]();
  }
}

describe.skipIf(databaseUrl === '' || redisUrl === '' || seconds === 0)('subscribers under chaos', () => {
  let folder = '';
  let token = '';
  let database: OwnDatabase;
  let redis: OwnRedis;
  let servers: readonly [RestartedServer, RestartedServer];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-'));
    database = await createDatabase();
    redis = await startOwnRedis();
    const settings = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      DATA_DIR: folder,
      JWT_SECRET: 'a secret of at least thirty-two characters',
    };
    token = await tokenFor(settings, '--user', 'ada', '--scope', 'admin', '--plan', 'pro');
    servers = [new RestartedServer(await freePort(), settings), new RestartedServer(await freePort(), settings)];
    await Promise.all(servers.map((server) => server.start()));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end('kill')));
    await redis.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const run = (query: string, variables: Record<string, unknown> = {}) =>
    post(pick(servers).endpoint, token, query, variables);

  async function createCollection(): Promise<{ id: string; cursor: string }> {
    const made = await mutateBy(run, 'createCollection', { name: 'Chaos' }, 'collection { id eventsCursor }');
    const { id, eventsCursor: cursor } = made.collection;
    return { id, cursor };
  }

  /** Retries elsewhere until it succeeds. The idempotency key prevents double writes. */
  async function add(id: string, contents: readonly string[]): Promise<void> {
    const memories = contents.map((content) => ({
      content: content.padEnd(2_000, ' .'),
      idempotencyKey: content.slice(0, 50),
    }));
    for (;;) {
      try {
        expect(await mutateBy(run, 'addMemories', { collectionId: id, memories }, 'failed')).toMatchObject({
          failed: 0,
        });
        return;
      } catch {
        await delay(100);
      }
    }
  }

  async function publish(id: string, publisher: number, until: number): Promise<void> {
    for (let bulk = 0; Date.now() < until; bulk += 1) {
      await add(
        id,
        Array.from({ length: randomInt(1, 40) }, (_, n) => `${publisher}/${bulk}/${n}`),
      );
      await delay(randomInt(100));
    }
  }

  /** Takes one server down at a time; Redis comes and goes independently. */
  async function breakThings(until: number): Promise<void> {
    while (Date.now() < until) {
      await delay(randomInt(500, 1_500));
      const server = pick(servers);
      await server.end(pick(['kill', 'stop'] as const));
      if (randomInt(2) === 0) await redis.stop();
      await server.start();
      await redis.stop();
      await redis.start();
    }
  }

  async function disturb(subscribers: readonly ChaosSubscriber[], until: number): Promise<void> {
    // Random choice alone might spare one.
    for (const one of subscribers) {
      await delay(randomInt(100));
      one.drop();
    }
    while (Date.now() < until) {
      await delay(randomInt(100));
      if (randomInt(2) === 0) pick(subscribers).drop();
      else pick(subscribers).doze(randomInt(1_500));
    }
  }

  /** Checks the view against the log: each memory is the next one, each gap skips as many as it reports. */
  function walk(seen: readonly Seen[], log: readonly string[]): number {
    let place = 0;
    for (const one of seen) {
      if ('dropped' in one) place += one.dropped;
      else {
        expect(one, `after ${log[place - 1]}`).toEqual({ content: log[place] });
        place += 1;
      }
    }
    return place;
  }

  test('receive the complete log, except for gaps that report exactly how many events are missing', {
    timeout: (seconds + 180) * 1_000,
  }, async () => {
    const { id, cursor } = await createCollection();
    const endpoint = () => pick(servers).endpoint;
    const subscribe = (n: number, size: number) =>
      new ChaosSubscriber({
        token,
        collectionId: id,
        cursor,
        transport: n % 2 === 0 ? 'ws' : 'sse',
        buffer: { size, overflow: n % 4 < 2 ? 'COALESCE' : 'DROP_OLDEST' },
        endpoint,
      });
    const subscribers = Array.from({ length: 16 }, (_, n) => subscribe(n, n < 8 ? randomInt(1, 20) : 1_000));

    const until = Date.now() + seconds * 1_000;
    await Promise.all([publish(id, 1, until), publish(id, 2, until), breakThings(until), disturb(subscribers, until)]);
    await add(id, ['the end']);
    const all = () => subscribers.map(({ last }) => last);
    await expect.poll(all, { timeout: 120_000 }).toEqual(subscribers.map(() => 'the end'));

    // A slow-paced reader with a large buffer sees the complete log.
    const reader = subscribe(0, 1_000);
    await expect.poll(() => reader.last).toBe('the end');
    const log = reader.seen.map((one) => ('content' in one ? one.content : 'a gap'));
    expect(new Set(log).size).toBe(log.length);
    for (const { seen, failures } of subscribers) {
      expect(failures).toEqual([]);
      expect(walk(seen, log)).toBe(log.length);
    }
    // Verifies that there was chaos.
    expect(subscribers.every(({ connections }) => connections > 1)).toBe(true);
    expect(subscribers.some(({ seen }) => seen.some((one) => 'dropped' in one))).toBe(true);
    await countersAgree(subscribers.length + 1);
    for (const one of [...subscribers, reader]) one.stop();
    await countersAgree(0);
  });

  async function countersAgree(active: number): Promise<void> {
    const activeAndQueued = async () => {
      const all = await figures();
      return { active: all['active'], queued: all['queued'] };
    };
    await expect.poll(activeAndQueued, { timeout: 10_000 }).toEqual({ active, queued: 0 });
  }

  /** Sums of both servers since their start. */
  async function figures(): Promise<Record<string, number>> {
    const names = ['active', 'queued', 'dropped', 'coalesced', 'closedIdle', 'closedSlow'];
    const query = `{ system { metrics { subscriptions { ${names.join(' ')} } } } }`;
    const both = await Promise.all(servers.map(({ endpoint }) => post(endpoint, token, query)));
    return Object.fromEntries(
      names.map((name) => [name, both.reduce((sum, { system }) => sum + system.metrics.subscriptions[name], 0)]),
    );
  }

  describe('while no process ends, so that no counter resets', () => {
    const endpoint = () => pick(servers).endpoint;
    const sum = (of: readonly ChaosSubscriber[], figure: 'dropped' | 'told') =>
      of.reduce((total, one) => total + one[figure], 0);

    /** Subscribers with one policy, over both transports, and a reader of the complete log. */
    async function subscribe(overflow: 'COALESCE' | 'DROP_OLDEST' | 'CLOSE', size: number, count: number) {
      const { id, cursor } = await createCollection();
      const options = { token, collectionId: id, cursor, endpoint };
      const subscribers = Array.from({ length: count }, (_, n) => {
        const transport = n % 2 === 0 ? ('ws' as const) : ('sse' as const);
        return new ChaosSubscriber({ ...options, transport, buffer: { size, overflow } });
      });
      const reader = new ChaosSubscriber({
        ...options,
        transport: 'ws',
        buffer: { size: 1_000, overflow: 'COALESCE' },
      });
      const all = [...subscribers, reader];
      await expect.poll(() => all.every(({ isConnected }) => isConnected), { timeout: 10_000 }).toBe(true);
      return { id, subscribers, reader, all };
    }

    test('counts dropped and merged events and closed subscriptions as the subscribers see them', {
      timeout: 60_000,
    }, async () => {
      const before = await figures();
      const dropping = await subscribe('DROP_OLDEST', 3, 4);
      const merging = await subscribe('COALESCE', 2, 4);
      const closing = await subscribe('CLOSE', 2, 2);
      await add(merging.id, ['one', 'other']);
      for (let bulk = 0; bulk < 10; bulk += 1) {
        await add(
          dropping.id,
          Array.from({ length: 30 }, (_, n) => `${bulk}/${n}`),
        );
        if (bulk === 4) await redis.stop();
        if (bulk === 6) await redis.start();
      }
      const ids = await memoryIds(merging.id);
      await Promise.all(Array.from({ length: 100 }, (_, n) => change(ids[n % 2] ?? '', `${n}`)));
      await add(
        closing.id,
        Array.from({ length: 30 }, (_, n) => `closing ${n}`),
      );
      // Otherwise the end might not fit into the buffer next to the changes of the two memories.
      await expect.poll(figures, { timeout: 15_000 }).toMatchObject({ queued: 0 });
      for (const { id, all } of [dropping, merging, closing]) {
        await add(id, ['the end']);
        await expect.poll(() => all.map(({ last }) => last), { timeout: 15_000 }).toEqual(all.map(() => 'the end'));
      }

      const closed = closing.subscribers.flatMap(({ failures }) => failures);
      expect(closed.every((failure) => failure.includes('SUBSCRIBER_TOO_SLOW'))).toBe(true);
      expect(closed.length).toBeGreaterThan(0);
      expect(closing.reader.told).toBe(31);
      // Closed subscribers came back and received what they had missed.
      expect(sum(closing.subscribers, 'told')).toBe(62);
      const log = dropping.reader.told * dropping.subscribers.length;
      expect(dropping.reader.told).toBe(301);
      expect(sum(dropping.subscribers, 'told') + sum(dropping.subscribers, 'dropped')).toBe(log);
      expect(merging.reader.told).toBe(103);
      expect(sum(merging.all, 'dropped')).toBe(0);
      const counted = Object.entries(await figures()).map(([name, count]) => [name, count - (before[name] ?? 0)]);
      expect(Object.fromEntries(counted)).toEqual({
        active: 13,
        queued: 0,
        dropped: sum(dropping.subscribers, 'dropped'),
        coalesced: 103 * merging.subscribers.length - sum(merging.subscribers, 'told'),
        closedIdle: 0,
        closedSlow: closed.length,
      });
      for (const one of [...dropping.all, ...merging.all, ...closing.all]) one.stop();
      await countersAgree(0);
    });

    test('closes a subscriber that stops reading for too long, counts it as idle, and tells it', {
      timeout: 60_000,
    }, async () => {
      await Promise.all(servers.map((server) => server.end('stop')));
      const settings = { STALE_SUBSCRIPTION_SECONDS: '2', SUBSCRIPTION_SWEEP_SECONDS: '1' };
      await Promise.all(servers.map((server) => server.start(settings)));
      const { id, all, subscribers } = await subscribe('COALESCE', 100, 2);
      const before = await figures();
      const wakes = subscribers.map((one) => one.stall());
      // More than the socket buffers can hold.
      const text = 'words '.repeat(5_000);
      for (let bulk = 0; bulk < 10; bulk += 1) {
        await add(
          id,
          Array.from({ length: 30 }, (_, n) => `${bulk}/${n} ${text}`),
        );
      }
      await expect.poll(figures).toMatchObject({ closedIdle: Number(before['closedIdle']) + 2 });
      for (const wake of wakes) wake();
      await add(id, ['the end']);
      await expect.poll(() => all.map(({ last }) => last), { timeout: 15_000 }).toEqual(all.map(() => 'the end'));
      for (const { failures } of subscribers)
        expect(failures).toEqual([expect.stringContaining('SUBSCRIBER_TOO_SLOW')]);
      for (const one of all) one.stop();
    });
  });

  async function memoryIds(id: string): Promise<string[]> {
    const query = 'query ($id: ID!) { collection(id: $id) { memories(first: 100) { nodes: edges { node { id } } } } }';
    const { collection } = await run(query, { id });
    return collection.memories.nodes.map(({ node }: { node: { id: string } }) => node.id);
  }

  async function change(id: string, tag: string): Promise<void> {
    expect(await mutateBy(run, 'updateMemory', { id, tags: [tag] })).toEqual({ __typename: 'UpdateMemoryPayload' });
  }
});
