import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFile, workerFile } from '../../bench/support/start-script.ts';
import { ChaosSubscriber } from '../support/chaos-subscriber.ts';
import { type Child, startChild } from '../support/child-process.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { createDatabase, type OwnDatabase } from '../support/own-database.ts';
import { PersistentWriter } from '../support/persistent-writer.ts';
import { post, tokenFor } from '../support/started-server.ts';

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;
/** How often all workers are replaced: once in CI, ten times in `npm run check:workers`, which also kills one as often. */
const rounds = Number(process.env['WORKER_ROUNDS'] ?? 1);
const pauseMs = rounds > 1 ? 5 : 50;

/** The log entries of the supervising process, in order. */
class WorkerLog {
  readonly #child: Child;

  constructor(child: Child) {
    this.#child = child;
  }

  get entries() {
    return this.#child.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }

  pids(message: string): number[] {
    return this.entries.filter(({ msg }) => msg === message).map(({ worker }) => worker);
  }

  /** Pids of the workers that serve and are not retiring. */
  get serving(): number[] {
    const gone = [...this.pids('a worker retires'), ...this.pids('a worker died')];
    return this.pids('a worker serves').filter((pid) => !gone.includes(pid));
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe.skipIf(databaseUrl === '' || redisUrl === '')('two workers on one port', () => {
  let folder = '';
  let own: OwnDatabase;
  let server: Child;
  let log: WorkerLog;
  let endpoint = '';
  let token = '';
  let settings: Record<string, string>;
  const keys = {
    old: 'the old secret of at least thirty-two characters',
    new: 'the new secret which is as long as the old',
  };
  const secrets = (...kids: (keyof typeof keys)[]) =>
    kids.map((kid) => `${kid}:${keys[kid]}`.replaceAll(' ', '-')).join();
  /** Writes the settings that the operator changes and workers read at their start. */
  const configure = (JWT_SECRETS: string, others: Record<string, string> = {}) =>
    writeFile(
      join(folder, '.env'),
      Object.entries({ ...settings, ...others, JWT_SECRETS }).map(([variable, value]) => `${variable}=${value}\n`),
    );
  const tokenOf = (...kids: (keyof typeof keys)[]) =>
    tokenFor({ ...settings, JWT_SECRETS: secrets(...kids) }, '--user', 'ada', '--scope', 'admin', '--plan', 'pro');
  const restart = async () => {
    const before = log.serving;
    server.process.kill('SIGUSR2');
    await expect.poll(() => before.some(isAlive), { timeout: 300_000 }).toBe(false);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workers-'));
    own = await createDatabase();
    settings = {
      DATABASE_URL: own.url,
      REDIS_URL: redisUrl,
      DATA_DIR: folder,
      PORT: '0',
      WORKERS: '2',
      WORKER_MOVE_SECONDS: '1',
      WORKER_MAX_REQUESTS: rounds > 1 ? '2000' : '0',
      WORKER_MIN_LIFE_SECONDS: '0',
      RATE_LIMIT_PRO: '1000000',
    };
    await configure(secrets('old'));
    server = startChild(startFile, [], {}, folder);
    log = new WorkerLog(server);
    endpoint = /answers at (\S+)/.exec(await server.line((line) => line.includes('answers at')))?.[1] ?? '';
    token = await tokenOf('old');
  });
  afterAll(async () => {
    server.process.kill('SIGKILL');
    await server.ended;
    await own.drop();
    await rm(folder, { recursive: true });
  });

  const start = async (title: string, clients: number) => {
    const { createCollection } = await post(
      endpoint,
      token,
      `mutation ($name: String!) { createCollection(input: { name: $name }) {
        ... on CreateCollectionPayload { collection { id eventsCursor } } } }`,
      { name: title },
    );
    const { id: collectionId, eventsCursor: cursor } = createCollection.collection;
    const over = new AbortController();
    const writers = Array.from(
      { length: clients },
      (_, n) => new PersistentWriter({ endpoint, token, collectionId, name: `${title} ${n}`, pauseMs }),
    );
    const subscribers = (['ws', 'sse', 'ws', 'sse'] as const).map(
      (transport) =>
        new ChaosSubscriber({
          token,
          collectionId,
          cursor,
          transport,
          buffer: { size: 1_000, overflow: 'COALESCE' },
          endpoint: () => endpoint,
        }),
    );
    const written = Promise.all(writers.map((writer) => writer.run(over.signal)));
    const stop = () => {
      over.abort();
      return written;
    };
    return { collectionId, writers, subscribers, stop };
  };
  type Load = Awaited<ReturnType<typeof start>>;

  /** Every acknowledged write is stored once and was delivered once to each subscriber, in the same order. */
  async function nothingIsLost({ collectionId, writers, subscribers, stop }: Load): Promise<void> {
    await stop();
    const acknowledged = writers.flatMap((writer) => writer.acknowledged).toSorted();
    expect(acknowledged.length).toBeGreaterThan(10);
    const query = 'query ($id: ID!) { collection(id: $id) { memoryCount } }';
    const { collection } = await post(endpoint, token, query, { id: collectionId });
    expect(collection.memoryCount).toBe(acknowledged.length);
    for (const subscriber of subscribers) {
      const told = () => subscriber.seen.map((one) => ('content' in one ? one.content : 'a gap'));
      await expect.poll(() => told().toSorted()).toEqual(acknowledged);
      expect(told()).toEqual(subscribers[0]?.seen.map((one) => ('content' in one ? one.content : 'a gap')));
      expect(subscriber.failures).toEqual([]);
      subscriber.stop();
    }
  }

  /** Starts one job after the other until aborted: questions to answer, and collections to erase. */
  async function beginJobs(signal: AbortSignal): Promise<readonly string[]> {
    const runs: string[] = [];
    const ask = (query: string, id: string, text = '') => post(endpoint, token, query, { id, text });
    const collection = async (name: string) =>
      (
        await ask(
          `mutation ($text: String!) { made: createCollection(input: { name: $text }) {
            ... on CreateCollectionPayload { collection { id } } } }`,
          '',
          name,
        )
      ).made.collection.id;
    const talks = await collection('Talks');
    for (let n = 0; !signal.aborted; n += 1) {
      const { talk } = await ask(
        `mutation ($id: ID!) { talk: createConversation(input: { collectionId: $id }) {
          ... on CreateConversationPayload { conversation { id } } } }`,
        talks,
      );
      const { asked } = await ask(
        `mutation ($id: ID!, $text: String!) { asked: ask(input: { conversationId: $id, message: $text }) {
          ... on AskPayload { run { id } } } }`,
        talk.conversation.id,
        `What of lamp number ${n}?`,
      );
      runs.push(asked.run.id);
      const gone = await collection('Short-lived');
      const add = `mutation ($id: ID!, $text: String!) {
        addMemory(input: { collectionId: $id, memory: { content: $text } }) { __typename } }`;
      await ask(add, gone, 'Soon gone');
      await ask('mutation ($id: ID!) { deleteCollection(input: { id: $id }) { __typename } }', gone);
      await delay(pauseMs * 4);
    }
    return runs;
  }

  /** Each question has its answer, no row of what was deleted is left, and no job was abandoned. */
  async function allJobsAreDone(runs: readonly string[]): Promise<void> {
    expect(runs.length).toBeGreaterThan(5);
    for (const id of runs) {
      const status = async () =>
        (await post(endpoint, token, 'query ($id: ID!) { node(id: $id) { ... on AgentRun { status } } }', { id })).node
          .status;
      await expect.poll(status).toBe('SUCCEEDED');
    }
    await using database = openPostgres(settings['DATABASE_URL'] ?? '');
    const left = async () =>
      (await sql`select name from collection where deleted_at is not null`.execute(database.db)).rows;
    await expect.poll(left).toEqual([]);
    const { system } = await post(endpoint, token, '{ system { metrics { jobs { queue dead } } } }');
    expect(system.metrics.jobs.filter(({ dead }: { dead: number }) => dead > 0)).toEqual([]);
  }

  test('are replaced one after the other without losing a request, a job or an event', {
    timeout: rounds * 120_000,
  }, async () => {
    const load = await start('Rolling', 4);
    const over = new AbortController();
    const jobs = beginJobs(over.signal);
    jobs.catch(() => {});
    // Holders of a token of the old secret do not notice the new one.
    await configure(secrets('old', 'new'));
    for (let round = 0; round < rounds; round += 1) await restart();
    over.abort();
    await nothingIsLost(load);
    for (const { broken, refused } of load.writers) expect([...broken, ...refused]).toEqual([]);
    await allJobsAreDone(await jobs);
    // Subscribers of retired workers have reconnected.
    expect(load.subscribers.every(({ connections }) => connections > 1)).toBe(true);
    // A successor serves before each worker retires, and the next one retires only when that one is gone.
    const order = log.entries.map(({ msg }) => msg).filter((msg) => /^a worker (?:serves|retires)$/.test(msg));
    expect(order.slice(0, 2)).toEqual(['a worker serves', 'a worker serves']);
    for (const [place, msg] of order.slice(2).entries())
      expect(msg).toBe(place % 2 === 0 ? 'a worker serves' : 'a worker retires');
  });

  test.skipIf(rounds === 1)(
    'a killed worker loses only its connections and is replaced',
    {
      timeout: rounds * 120_000,
    },
    async () => {
      const load = await start('Killed', 4);
      for (let round = 0; round < rounds; round += 1) {
        await delay(300);
        const [victim = 0] = log.serving;
        process.kill(victim, 'SIGKILL');
        await expect.poll(() => log.pids('a worker died'), { timeout: 5_000 }).toContain(victim);
        await expect.poll(() => log.serving.length, { timeout: 120_000 }).toBe(2);
      }
      await nothingIsLost(load);
      for (const { broken, refused } of load.writers) {
        expect(refused).toEqual([]);
        expect(broken.length).toBeLessThanOrEqual(rounds);
      }
    },
  );

  test('requests queued for a killed worker are taken by another', { timeout: 180_000 }, async () => {
    const [victim = 0] = log.serving;
    process.kill(victim, 'SIGSTOP');
    // One of these concurrent requests goes to the stopped worker, which does not accept it.
    const asked = Array.from({ length: 4 }, () => post(endpoint, token, '{ viewer { id } }'));
    await Promise.any(asked);
    process.kill(victim, 'SIGKILL');
    expect(await Promise.all(asked)).toHaveLength(4);
    await expect.poll(() => log.pids('a worker died'), { timeout: 5_000 }).toContain(victim);
    // After the kills of a long run a successor may take longer.
    await expect.poll(() => log.serving.length, { timeout: 120_000 }).toBe(2);
  });

  test('accept tokens of a secret until it is removed', { timeout: 120_000 }, async () => {
    const who = (by: string) => post(endpoint, by, '{ viewer { id } }');
    const fresh = await tokenOf('new');
    expect(await who(fresh)).toEqual(await who(token));
    // The number of workers is fixed when the first process starts: there are still two.
    await configure(secrets('new'), { WORKERS: '1' });
    await restart();
    expect(await who(fresh)).toMatchObject({ viewer: {} });
    await expect(who(token)).rejects.toThrow('names a key (kid) that this server does not know');
  });

  test('report their metrics together', async () => {
    const text = await (await fetch(endpoint.replace('/graphql', '/metrics'))).text();
    expect(text).toMatch(/^mnemograph_operation_duration_seconds_count\{operation="mutation addMemory"\} \d+$/m);
    expect(text.match(/^process_cpu_seconds_total /gm)).toHaveLength(1);
    expect(text).toMatch(/^mnemograph_pool_connections\{pool="redis",state="total"\} [1-9]\d*$/m);
  });

  test('share no memory budget with a job worker that runs beside them with the same settings', {
    timeout: 60_000,
  }, async () => {
    const worker = startChild(workerFile, [], { WORKERS: '4', PROBE_PORT: '0', MEMORY_LIMIT_MB: '1000' }, folder);
    try {
      const { url } = JSON.parse(await worker.line((line) => line.includes('probes are answered')));
      const text = await (await fetch(`${url}/metrics`)).text();
      const told = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
      const limit = told('process_resident_memory_bytes') / told('mnemograph_memory_used_fraction');
      expect(Math.abs(limit / 1024 / 1024 - 1_000)).toBeLessThan(100);
    } finally {
      worker.process.kill('SIGTERM');
      await worker.ended;
    }
  });

  // Must be last: it stops the workers.
  test('stop together, even if each receives its own signal, and answer the requests in progress', async () => {
    const { serving } = log;
    expect(serving).toHaveLength(2);
    const begun = [];
    for (let n = 0; n < 4; n += 1) begun.push(await beginPost(endpoint));
    // As a service manager or a terminal signals all processes; the first process also signals the others.
    const tell = () => {
      for (const pid of serving.filter(isAlive)) process.kill(pid, 'SIGTERM');
    };
    server.process.kill('SIGTERM');
    tell();
    // Refused, or accepted by nobody.
    const another = () => fetch(endpoint, { signal: AbortSignal.timeout(200) }).then(() => 'answered', String);
    await expect.poll(another, { timeout: 5_000 }).not.toBe('answered');
    tell();
    expect(await Promise.all(begun.map(({ finish }) => finish()))).toEqual([200, 200, 200, 200]);
    expect(await server.ended).toBe(0);
    expect(serving.filter(isAlive)).toEqual([]);
  });
});

/** A request whose headers the server has received and whose body it awaits. `finish` sends the body and returns the status. */
async function beginPost(endpoint: string): Promise<{ readonly finish: () => Promise<number | undefined> }> {
  const body = '{"query":"{ __typename }"}';
  const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' };
  const sent = request(endpoint, { method: 'POST', agent: false, headers });
  const answered = once(sent, 'response').then(([{ statusCode }]) => statusCode);
  answered.catch(() => {});
  sent.flushHeaders();
  await once(sent, 'continue');
  return {
    finish: () => {
      sent.end(body);
      return answered;
    },
  };
}
