import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChaosSubscriber, type Seen } from '../support/chaos-subscriber.ts';
import { freePort, type OwnRedis, startOwnRedis } from '../support/own-redis.ts';
import { post, printToken, type StartedServer, startServer } from '../support/started-server.ts';
import { administer, withName } from '../support/template-database.ts';

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;
/** 10 in CI, 60 in `npm run check:chaos`. */
const seconds = Number(process.env['CHAOS_SECONDS'] ?? 10);

const pick = <T>(all: readonly T[]): T => {
  const one = all[randomInt(all.length)];
  if (one === undefined) throw new Error('Nothing to pick from');
  return one;
};

/** A server that is killed or stopped, and started again at the same place. */
class RestartedServer {
  readonly endpoint: string;
  readonly #settings: Record<string, string>;
  #server: StartedServer | null = null;

  constructor(port: number, settings: Record<string, string>) {
    this.endpoint = `http://127.0.0.1:${port}/graphql`;
    this.#settings = { ...settings, PORT: String(port) };
  }

  async start(): Promise<void> {
    this.#server = await startServer(this.#settings);
  }

  async end(how: 'kill' | 'stop'): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.[how]();
  }
}

describe.skipIf(databaseUrl === '' || redisUrl === '')('subscribers in chaos', () => {
  const name = `mnemograph_chaos_${randomBytes(6).toString('hex')}`;
  let folder = '';
  let token = '';
  let redis: OwnRedis;
  let servers: readonly [RestartedServer, RestartedServer];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-'));
    await administer(databaseUrl, [`create database ${name}`]);
    redis = await startOwnRedis();
    const settings = {
      DATABASE_URL: withName(databaseUrl, name),
      REDIS_URL: redis.url,
      DATA_DIR: folder,
      JWT_SECRET: 'a secret of at least thirty-two characters',
    };
    token = await printToken(settings, '--user', 'ada', '--scope', 'admin', '--plan', 'pro');
    servers = [new RestartedServer(await freePort(), settings), new RestartedServer(await freePort(), settings)];
    await Promise.all(servers.map((server) => server.start()));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end('kill')));
    await redis.stop();
    await administer(databaseUrl, [`drop database ${name} with (force)`]);
    await rm(folder, { recursive: true });
  });

  const run = (query: string, variables: Record<string, unknown> = {}) =>
    post(pick(servers).endpoint, token, query, variables);

  /** Tries again elsewhere until it is done: with its key, nothing is written twice. */
  async function add(id: string, contents: readonly string[]): Promise<void> {
    const memories = contents.map((content) => ({ content: content.padEnd(2_000, ' .'), idempotencyKey: content }));
    const query = `mutation ($input: AddMemoriesInput!) { addMemories(input: $input) {
      ... on AddMemoriesPayload { created replayed failed } ... on Error { message }
    } }`;
    for (;;) {
      try {
        const { addMemories } = await run(query, { input: { collectionId: id, memories } });
        expect(addMemories).toMatchObject({ failed: 0 });
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

  /** One server at a time goes; Redis comes and goes as it likes. */
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
    while (Date.now() < until) {
      await delay(randomInt(100));
      if (randomInt(2) === 0) pick(subscribers).drop();
      else pick(subscribers).doze(randomInt(1_500));
    }
  }

  /** The view walks along the log: each memory is the next one, each gap skips as many as it says. */
  function walk(seen: readonly Seen[], log: readonly string[]): number {
    let place = 0;
    for (const one of seen) {
      if ('dropped' in one) place += one.dropped;
      else {
        expect(one.content, `after ${log[place - 1]}`).toBe(log[place]);
        place += 1;
      }
    }
    return place;
  }

  test('see the log, with gaps that say how much is missing, and no more', {
    timeout: (seconds + 90) * 1_000,
  }, async () => {
    const { createCollection } = await run(`mutation { createCollection(input: { name: "Chaos" }) {
      ... on CreateCollectionPayload { collection { id eventsCursor } } } }`);
    const { id, eventsCursor: cursor } = createCollection.collection;
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
    await expect.poll(all, { timeout: 30_000 }).toEqual(subscribers.map(() => 'the end'));

    // Who reads it all at leisure sees the log itself.
    const reader = subscribe(0, 1_000);
    await expect.poll(() => reader.last, { timeout: 20_000 }).toBe('the end');
    const log = reader.seen.map((one) => ('content' in one ? one.content : 'a gap'));
    expect(new Set(log).size).toBe(log.length);
    for (const { seen, failures } of subscribers) {
      expect(failures).toEqual([]);
      expect(walk(seen, log)).toBe(log.length);
    }
    // There was chaos.
    expect(subscribers.every(({ connections }) => connections > 1)).toBe(true);
    expect(subscribers.some(({ seen }) => seen.some((one) => 'dropped' in one))).toBe(true);
    await countersAgree(subscribers.length + 1);
    for (const one of [...subscribers, reader]) one.stop();
    await countersAgree(0);
  });

  async function countersAgree(active: number): Promise<void> {
    const query = '{ system { metrics { subscriptions { active queued } } } }';
    const figures = async () => {
      const both = await Promise.all(servers.map(({ endpoint }) => post(endpoint, token, query)));
      return both.reduce(
        (sum, { system: { metrics } }) => ({
          active: sum.active + metrics.subscriptions.active,
          queued: sum.queued + metrics.subscriptions.queued,
        }),
        { active: 0, queued: 0 },
      );
    };
    await expect.poll(figures, { timeout: 10_000 }).toEqual({ active, queued: 0 });
  }
});
