import { performance } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type PostgresPool, sql } from 'kysely';
import { pino } from 'pino';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { AccountGuard } from '../../src/platform/db/account-guard.ts';
import { connectKysely } from '../../src/platform/db/database.ts';
import { afterWrites } from '../../src/platform/events/commits.ts';
import { oneByOne } from '../../src/platform/events/consume.ts';
import type { Consumer, Write } from '../../src/platform/events/consumer.ts';
import { ConsumerRunner } from '../../src/platform/events/consumer-runner.ts';
import { consuming, writingBy } from '../support/consuming.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const database = useDatabase();
const { db } = database;

/** A consumer that records what it receives, and each batch as a named event that a test can await. */
function makeListener(batch: number) {
  const batches: { readonly streamId: string; readonly seqs: readonly number[] }[] = [];
  let arrived = Promise.withResolvers<void>();
  const consume: Write['run'] = async (_db, taken) => {
    for (const { stream, events } of taken) {
      batches.push({ streamId: stream.streamId, seqs: events.map(({ seq }) => seq) });
    }
    arrived.resolve();
    arrived = Promise.withResolvers();
    return [];
  };
  const consumer = consuming({ name: 'listener', kind: 'collection', batch, consume });
  const batchesOf = ({ collection }: Household) =>
    batches.filter(({ streamId }) => streamId === collection.id).map(({ seqs }) => seqs);
  return { consumer, consume, batchesOf, next: () => arrived.promise };
}

function runnerOf(consumer: Consumer): ConsumerRunner {
  const runner = new ConsumerRunner({
    requests: db,
    background: db,
    consumers: [consumer],
    log: pino({ level: 'silent' }),
  });
  onTestFinished(() => runner[Symbol.asyncDispose]());
  return runner;
}

async function startRunner(consumer: Consumer): Promise<ConsumerRunner> {
  const runner = runnerOf(consumer);
  await runner.processAll();
  return runner;
}

test('events committed while consumers rest are delivered together, once and in order', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { consumer, batchesOf, next } = makeListener(100);
  const runner = await startRunner(consumer);
  runner.start();
  await runner.processAll();
  const home = await Household.create(db);
  await home.add('one');
  await home.add('two');
  expect(batchesOf(home)).toEqual([]);
  const first = next();
  vi.advanceTimersByTime(1_000);
  await first;
  await home.add('three');
  await runner.processAll();
  expect(batchesOf(home)).toEqual([[1, 2], [3]]);
});

test('commits of background work wake consumers like those of requests', async () => {
  const background = connectKysely(database.pool).withPlugin(new AccountGuard());
  const { consumer, batchesOf, next } = makeListener(100);
  const log = pino({ level: 'silent' });
  await using runner = new ConsumerRunner({ requests: db, background, consumers: [consumer], gatherMs: 0, log });
  await runner.processAll();
  runner.start();
  await runner.processAll();
  const home = await Household.create(background);
  const first = next();
  await home.add('merged');
  await first;
  expect(batchesOf(home)).toEqual([[1]]);
});

test('events that a consumer records are announced like those of requests, and wake consumers', async () => {
  const { consumer, consume, batchesOf } = makeListener(100);
  const recording: Consumer = {
    ...consumer,
    prepare: oneByOne(async (_db, batch) => async (units) => {
      const { accountId, kind, streamId } = batch.stream;
      const news = { kind, streamId, type: 'CollectionChanged', subjectId: streamId } as const;
      if (batch.events.some(({ type }) => type === 'MemoryAdded')) units.of(accountId).record(news);
      await consume(units, [batch]);
      return 'done';
    }),
  };
  const runner = await startRunner(recording);
  runner.start();
  await runner.processAll();
  const home = await Household.create(db);
  await home.add('one');
  await expect.poll(() => batchesOf(home)).toEqual([[1], [2]]);
});

test('a stream longer than a batch is consumed to its end at once', async () => {
  const home = await Household.create(db);
  for (const content of ['one', 'two', 'three', 'four', 'five']) await home.add(content);
  const { consumer, batchesOf } = makeListener(2);
  const runner = await startRunner(consumer);
  expect(batchesOf(home)).toEqual([[1, 2], [3, 4], [5]]);
  await runner.processAll();
  expect(batchesOf(home)).toHaveLength(3);
});

type Prepare = (consume: Write['run']) => Consumer['prepare'];

/** Does the work for each batch in a transaction of its own. */
const separately: Prepare = (consume) =>
  oneByOne(async (_db, batch) => async (units) => {
    await consume(units, [batch]);
    return 'done';
  });
const together: Prepare = (run) => async (_db, batches) => ({ writes: [{ batches, run }] });

test.each([
  ['together', together],
  ['separately', separately],
])(
  'a consumer that writes %s handles other streams, even newly woken ones, before the next batch of a long one',
  async (name, prepare) => {
    const [large, small, later] = [await Household.create(db), await Household.create(db), await Household.create(db)];
    for (let n = 0; n < 8; n += 1) await large.add(`memory ${n}`);
    for (const home of [small, later]) await home.add('one');
    const refOf = ({ collection: { accountId, id } }: Household) =>
      ({ accountId, kind: 'collection', streamId: id }) as const;
    const taken: string[] = [];
    const consume: Write['run'] = async (_db, batches) => {
      if (taken.length === 0) runner.wake([refOf(later)]);
      taken.push(...batches.map(({ stream }) => stream.streamId));
      return [];
    };
    const runner = runnerOf({ name, kind: 'collection', batch: 2, streams: 5, prepare: prepare(consume) });
    runner.wake([refOf(large), refOf(small)]);
    await expect.poll(() => new Set(taken).size).toBe(3);
    const ids = [large, small, later].map(({ collection }) => collection.id);
    expect(new Set(taken.slice(0, 4))).toEqual(new Set(ids));
  },
);

/** Records the accounts whose caches are invalidated after writes. */
function recordInvalidated(): string[] {
  const accounts: string[] = [];
  const recording = afterWrites([db], async (accountId) => void accounts.push(accountId));
  onTestFinished(() => recording[Symbol.dispose]());
  return accounts;
}

/** Two accounts with an event each, and nothing else to take: leftovers of earlier tests are drained before. */
async function homesWithOneEvent(): Promise<Household[]> {
  await startRunner(makeListener(100).consumer);
  const homes = [await Household.create(db), await Household.create(db)];
  for (const home of homes) await home.add('one');
  return homes;
}

test('caches are invalidated as soon as a batch is committed, not after the rest that follows it', async () => {
  const homes = await homesWithOneEvent();
  const invalidated = recordInvalidated();
  const { consumer, batchesOf } = makeListener(100);
  const parts = { requests: db, background: db, log: pino({ level: 'silent' }) };
  await using runner = new ConsumerRunner({ ...parts, consumers: [consumer], restTimes: 1e9, longestRestMs: 600_000 });
  runner.start();
  await expect.poll(() => invalidated).toHaveLength(1);
  expect(homes.flatMap(batchesOf)).toEqual([[1]]);
});

test('caches of what was committed are invalidated even if the rest of the batch fails', async () => {
  const homes = await homesWithOneEvent();
  const invalidated = recordInvalidated();
  const { consumer, consume, batchesOf } = makeListener(100);
  let writes = 0;
  const failing: Consumer = {
    ...consumer,
    streams: 2,
    prepare: oneByOne(async (_db, batch) => async (units) => {
      writes += 1;
      if (writes > 1) throw new Error('the database is lost');
      await consume(units, [batch]);
      return 'done';
    }),
  };
  await startRunner(failing);
  expect(homes.flatMap(batchesOf)).toEqual([[1]]);
  const written = homes.find((home) => batchesOf(home).length > 0);
  expect(invalidated).toContain(written?.viewer.accountId);
});

test('a consumer whose work slows writers rests while they are active, and stops at once', async () => {
  // Drains the leftovers of earlier tests, which would be taken first and followed by a rest.
  await startRunner(makeListener(100).consumer);
  const home = await Household.create(db);
  for (const content of ['one', 'two']) await home.add(content);
  const { consumer, consume, batchesOf } = makeListener(1);
  const [begun, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const writing: Consumer = {
    ...consumer,
    prepare: oneByOne(async (_db, taken) => {
      begun.resolve();
      await written.promise;
      return async (units) => {
        await consume(units, [taken]);
        return 'done';
      };
    }),
  };
  const parts = { requests: db, background: db, log: pino({ level: 'silent' }) };
  const runner = new ConsumerRunner({ ...parts, consumers: [writing], restTimesBesideWriters: 100_000 });
  runner.start();
  await begun.promise;
  await home.add('three');
  written.resolve();
  await expect.poll(() => batchesOf(home)).toEqual([[1]]);
  await home.add('four');
  await runner[Symbol.asyncDispose]();
  expect(batchesOf(home)).toEqual([[1]]);
});

// The other way round than a product would: who is alone rests for an hour, after a first rest in which that is seen.
test.each([
  { used: 0.05, taken: 2 },
  { used: 0.5, taken: 4 },
])(
  'the next rest depends on what else took $used of the last: of four batches, $taken are taken',
  async ({ used, taken }) => {
    await startRunner(makeListener(100).consumer);
    const homes = await Promise.all([1, 2, 3, 4].map(() => Household.create(db)));
    for (const home of homes) await home.add('one');
    vi.spyOn(performance, 'eventLoopUtilization').mockReturnValue({ active: used, idle: 1 - used, utilization: used });
    onTestFinished(() => void vi.restoreAllMocks());
    const { consumer, batchesOf } = makeListener(100);
    const pace = { restTimes: 0.01, restTimesAlone: 1e9, longestRestMs: 3_600_000 };
    const parts = { requests: db, background: db, log: pino({ level: 'silent' }) };
    await using runner = new ConsumerRunner({ ...parts, ...pace, consumers: [consumer] });
    runner.start();
    await expect.poll(() => homes.flatMap(batchesOf).length).toBe(taken);
    await setTimeout(50);
    expect(homes.flatMap(batchesOf)).toHaveLength(taken);
  },
);

test('the rest after a long batch is bounded, since others wait', async () => {
  await startRunner(makeListener(100).consumer);
  const homes = [await Household.create(db), await Household.create(db)];
  for (const home of homes) await home.add('one');
  // With this clock each batch takes an hour.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 3_600_000;
    return now;
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const { consumer, batchesOf } = makeListener(100);
  const parts = { requests: db, background: db, log: pino({ level: 'silent' }) };
  const runner = new ConsumerRunner({ ...parts, consumers: [consumer], restTimes: 4, longestRestMs: 10 });
  onTestFinished(() => runner[Symbol.asyncDispose]());
  runner.start();
  await expect.poll(() => homes.map(batchesOf)).toEqual([[[1]], [[1]]]);
});

test.skipIf(inject('engine') === 'embedded')(
  'events written while another process holds the stream are consumed once it is released',
  async () => {
    const { consumer, batchesOf } = makeListener(100);
    await startRunner(consumer);
    const home = await Household.create(db);
    await home.add('one');
    const [held, letGo, met] = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
    const slow = writingBy(consumer, (run) => async (units, taken) => {
      held?.resolve();
      await letGo?.promise;
      return await run(units, taken);
    });
    const other = runnerOf(slow).processAll();
    await held?.promise;
    await home.add('two');
    const onProgress = () => met?.resolve();
    const parts = { requests: db, background: db, log: pino({ level: 'silent' }) };
    await using runner = new ConsumerRunner({ ...parts, consumers: [consumer], onProgress });
    const own = runner.processAll();
    await met?.promise;
    letGo?.resolve();
    await Promise.all([other, own]);
    expect(batchesOf(home)).toEqual([[1], [2]]);
  },
);

test('stopping waits for the pending look-up of remaining streams, and logs no error', async () => {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
  const closing: PostgresPool = {
    connect: () => {
      asked.resolve();
      return answer.promise;
    },
    end: async () => {},
    options: database.pool.options,
  };
  const lines: string[] = [];
  const runner = new ConsumerRunner({
    requests: db,
    background: connectKysely(closing).withPlugin(new AccountGuard()),
    consumers: [makeListener(100).consumer],
    log: pino({}, { write: (line) => void lines.push(line) }),
  });
  runner.start();
  await asked.promise;
  let stopped = false;
  const stopping = runner[Symbol.asyncDispose]().then(() => {
    stopped = true;
  });
  await setImmediate();
  expect(stopped).toBe(false);
  answer.reject(new Error('The database is closed'));
  await stopping;
  expect(lines).toEqual([]);
});

test('a brief database outage is logged as a warning, but a lasting one or any other failure as an error', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => void vi.restoreAllMocks());
  const levels: unknown[] = [];
  const log = pino({}, { write: (line) => void levels.push(JSON.parse(line).level) });
  let error: Error | null = null;
  const fail = async () => (error ? Promise.reject(error) : []);
  const consumer = writingBy(makeListener(100).consumer, () => fail);
  await using runner = new ConsumerRunner({ requests: db, background: db, consumers: [consumer], log });
  await runner.processAll();
  const home = await Household.create(db);
  await home.add('one');
  const failWith = async (code: string | null, laterMs: number) => {
    now += laterMs;
    error = code === null ? null : Object.assign(new Error('away'), { code });
    await runner.processAll();
    return levels.splice(0);
  };
  expect(await failWith('ECONNREFUSED', 0)).toEqual([40]);
  expect(await failWith('57P01', 20_000)).toEqual([40]);
  expect(await failWith('ECONNREFUSED', 20_000)).toEqual([50]);
  expect(await failWith(null, 0)).toEqual([]);
  await home.add('two');
  expect(await failWith('ECONNREFUSED', 60_000)).toEqual([40]);
  expect(await failWith('57014', 0)).toEqual([50]);
  expect(await failWith('23505', 0)).toEqual([50]);
});

test('several runners that fail after writing apply each effect once and in order', {
  timeout: 30_000,
}, async () => {
  await sql`create table effect (place serial, stream_id uuid, seq int)`.execute(db);
  let calls = 0;
  const consumer = consuming({
    name: 'writer',
    kind: 'collection',
    batch: 3,
    streams: 2,
    async consume(units, batches) {
      for (const { stream, events } of batches) {
        for (const { seq } of events) {
          await sql`insert into effect (stream_id, seq) values (${stream.streamId}, ${seq})`.execute(units.db);
        }
      }
      calls += 1;
      if (calls % 3 === 0) throw new Error('It dies with its effect');
      return [];
    },
  });
  const homes = [await Household.create(db), await Household.create(db)];
  const numbers = Array.from({ length: 20 }, (_, n) => n + 1);
  const runners = Array.from({ length: 3 }, () => runnerOf(consumer));
  const effects = async ({ collection }: Household) => {
    const { rows } = await sql<{ seq: number }>`
      select seq from effect where stream_id = ${collection.id} order by place`.execute(db);
    return rows.map(({ seq }) => seq);
  };
  await Promise.all(
    homes.map(async (home) => {
      for (const n of numbers) await home.add(`memory ${n}`);
    }),
  );
  // Each runner continues where earlier and concurrent ones have got to.
  const work = () => Promise.all(runners.map((runner) => runner.processAll()));
  const done = async () => (await work()) && Promise.all(homes.map(effects));
  await expect.poll(done).toEqual([numbers, numbers]);
  expect(calls).toBeGreaterThan(14);
});

test('looking for work and lag does not read the streams of conversations and runs', async () => {
  const home = await Household.create(db);
  const runner = await startRunner(makeListener(2).consumer);
  await sql`
    insert into stream (account_id, kind, id, seq)
    select ${home.viewer.accountId}, 'conversation', gen_random_uuid(), 2 from generate_series(1, 3000)`.execute(db);
  // Without statistics of both, each of the streams may be joined with each consumer.
  await sql`analyze stream, consumer`.execute(db);
  await home.add('one');
  const plans = await runPlans(db, async () => {
    expect(await runner.lags()).toMatchObject([{ lagEvents: 1 }]);
    await runner.processAll();
  });
  expect(await runner.lags()).toMatchObject([{ lagEvents: 0 }]);
  expect(looked(plans)).toBeLessThan(1_000);
});
