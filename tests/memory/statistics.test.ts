import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { recountCollection } from '../../src/memory/recount.ts';
import { countMemories, recountBatch, uncountMemories } from '../../src/memory/statistics.store.ts';
import { consumeNext } from '../../src/platform/events/consume.ts';
import { ConsumerRunner } from '../../src/platform/events/consumer-runner.ts';
import { scopeStates } from '../../src/search/scope-state.store.ts';
import { withName } from '../support/administer.ts';
import { writingBy } from '../support/consuming.ts';
import { useDatabase } from '../support/database.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { Household, memoryServices, statisticsConsumer } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const runFile = promisify(execFile);
const script = new URL('../../scripts/rebuild-statistics.ts', import.meta.url);

const { db } = useDatabase();
const runner = new ConsumerRunner({
  requests: db,
  background: db,
  consumers: [statisticsConsumer],
  log: pino({ level: 'silent' }),
});

const countsOf = async ({ viewer }: Household) =>
  (
    await db
      .selectFrom('term_statistic')
      .select(['kind', 'term', 'memories'])
      .where('account_id', '=', viewer.accountId)
      .orderBy('kind')
      .orderBy('term')
      .execute()
  ).map(({ kind, term, memories }) => `${kind} ${term}: ${memories}`);

const sumsOf = async ({ viewer }: Household) => {
  const { rows } = await sql<{ memories: number; terms: number }>`
    select memories, term_count::int as terms from collection_statistic where account_id = ${viewer.accountId}`.execute(
    db,
  );
  return rows;
};

test('counts stems, words other than the date, terms and participants of CURRENT memories', async () => {
  const home = await Household.create(db);
  const validFrom = new Date('2023-05-08T12:00:00Z');
  await home.add({ content: 'Anna paints', speaker: 'Anna', validFrom });
  await home.add({ content: 'a painting', speaker: 'Ben', validFrom });
  await runner.processAll();
  const counts = await countsOf(home);
  expect(counts).toContain('stem may: 2');
  expect(counts.filter((line) => line.startsWith('word'))).toEqual(['word anna: 1', 'word ben: 1', 'word paint: 2']);
  expect(counts).toContain('participant ["Anna", null]: 1');
  expect(await sumsOf(home)).toEqual([{ memories: 2, terms: 10 }]);
});

test('follows a memory through its life cycle, and leaves nothing of a purged one', async () => {
  const home = await Household.create(db);
  const { lifecycle } = memoryServices(db);
  const { id } = await home.add('the quick fox');
  await runner.processAll();
  const before = await countsOf(home);
  await lifecycle.forget(home.viewer, { id });
  await runner.processAll();
  expect(await countsOf(home)).toEqual([]);
  await lifecycle.restore(home.viewer, { id });
  await runner.processAll();
  expect(await countsOf(home)).toEqual(before);
  await lifecycle.forget(home.viewer, { id, purge: true });
  expect(await countsOf(home)).toEqual([]);
  expect(await sumsOf(home)).toEqual([]);
});

test.skipIf(inject('engine') === 'embedded')(
  'uncounting a memory waits for a transaction that is counting it, and leaves nothing',
  async () => {
    const home = await Household.create(db);
    const { id } = await home.add('the quick fox');
    const { accountId } = home.viewer;
    const counting = await db.startTransaction().execute();
    await countMemories(counting, accountId, [id]);
    const taking = db.transaction().execute(async (transaction) => {
      await uncountMemories(transaction, accountId, [id]);
      await transaction.deleteFrom('memory').where('account_id', '=', accountId).where('id', '=', id).execute();
    });
    await someoneWaitsFor(counting);
    await counting.commit().execute();
    await taking;
    expect([await countsOf(home), await sumsOf(home)]).toEqual([[], []]);
  },
);

test('counts are updated in place, without index writes', async () => {
  const home = await Household.create(db);
  await home.add('the quick fox sleeps');
  await runner.processAll();
  const { id } = await home.add('the quick fox eats');
  const changes = await db.transaction().execute(async (transaction) => {
    await countMemories(transaction, home.viewer.accountId, [id]);
    const { rows } = await sql<{ all: number; inPlace: number }>`
      select pg_stat_get_xact_tuples_updated('term_statistic'::regclass)::int as all,
        pg_stat_get_xact_tuples_hot_updated('term_statistic'::regclass)::int as "inPlace"`.execute(transaction);
    return rows[0];
  });
  const { all = 0, inPlace = 0 } = changes ?? {};
  expect(all).toBeGreaterThan(3);
  // Some updates may find their page full. If an index contained the count, none would be in place.
  expect(inPlace).toBeGreaterThan(all / 2);
});

test('concurrent and repeated counting equals a recount', async () => {
  const home = await Household.create(db);
  const { lifecycle } = memoryServices(db);
  const memories = await Promise.all(Array.from({ length: 30 }, (_, n) => home.add(`note ${n % 7} of day ${n}`)));
  const [replaced, forgotten, purged] = memories;
  await Promise.all([
    runner.processAll(),
    lifecycle.supersede(home.viewer, { id: replaced?.id ?? '', content: 'note of another day', reason: 'moved' }),
    lifecycle.forget(home.viewer, { id: forgotten?.id ?? '' }),
    lifecycle.forget(home.viewer, { id: purged?.id ?? '', purge: true }),
  ]);
  await runner.processAll();
  const counted = [await countsOf(home), await sumsOf(home)];
  expect(await recountCollection(db, { accountId: home.viewer.accountId, collectionId: home.collection.id })).toBe(28);
  expect([await countsOf(home), await sumsOf(home)]).toEqual(counted);
  expect(counted[1]).toMatchObject([{ memories: 28 }]);
});

test('a recount repairs wrong counts, and rankings by the old ones are not served again', async () => {
  const home = await Household.create(db);
  await home.add('the quick fox');
  await runner.processAll();
  const counted = await countsOf(home);
  await sql`update term_statistic set memories = memories + 7 where account_id = ${home.viewer.accountId}`.execute(db);
  expect(await countsOf(home)).not.toEqual(counted);
  const state = () => scopeStates(db, [{ reach: reachOf(home.viewer), collectionIds: null }]);
  const before = await state();
  await recountCollection(db, { accountId: home.viewer.accountId, collectionId: home.collection.id });
  expect(await countsOf(home)).toEqual(counted);
  expect(await state()).not.toEqual(before);
});

test.runIf(inject('engine') === 'postgres')(
  'a recount of a collection that the account does not have reports that',
  async () => {
    const home = await Household.create(db);
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
    const env = {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'warn',
      DATABASE_URL: withName(process.env['TEST_DATABASE_URL'] ?? '', rows[0]?.name ?? ''),
    };
    const rebuild = (...args: string[]) => runFile(process.execPath, [script.pathname, ...args], { env });
    const collection = encodeNodeId('Collection', home.collection.id);
    const { stdout } = await rebuild('--account', home.viewer.accountId, '--collection', collection);
    expect(stdout).toBe('Counted 0 memories of 1 collections\n');
    await expect(rebuild('--account', 'another', '--collection', collection)).rejects.toMatchObject({
      stderr: 'another has no such collection\n',
    });
    await expect(rebuild('--account', 'another')).rejects.toMatchObject({ stderr: 'another has no collections\n' });
  },
);

test('a recount scans a collection once, not once per batch', async () => {
  const home = await Household.create(db);
  const size = 5_000;
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, language, terms, term_count)
    select ${home.viewer.accountId}, gen_random_uuid(), ${home.collection.id}, n::text, sha256(n::text::bytea), 'FACT', '{}', now(), 'en', '', 0
    from generate_series(1, ${sql.lit(size)}) n`.execute(db);
  await sql`analyze memory`.execute(db);
  let recounted = 0;
  const plans = await runPlans(db, async () => {
    recounted = await recountCollection(db, { accountId: home.viewer.accountId, collectionId: home.collection.id });
  });
  expect(recounted).toBe(size);
  const counts = plans.filter((step) => step['Relation Name'] === 'counted_memory');
  expect(looked(counts)).toBeLessThan(4 * size);
});

test.runIf(inject('engine') === 'postgres')(
  'a memory being counted when a recount begins is counted once',
  async () => {
    const home = await Household.create(db);
    await home.add('the quick fox');
    await runner.processAll();
    await home.add('the slow fox');
    const stream = { accountId: home.viewer.accountId, kind: 'collection', streamId: home.collection.id } as const;
    let recounted: Promise<number> = Promise.resolve(0);
    const recounting = writingBy(statisticsConsumer, (run) => async (units, batches) => {
      const again = await run(units, batches);
      recounted = recountCollection(db, { accountId: home.viewer.accountId, collectionId: home.collection.id });
      await someoneWaitsFor(units.db);
      return again;
    });
    await consumeNext(db, recounting, [stream]);
    expect(await recounted).toBe(2);
    expect(await sumsOf(home)).toMatchObject([{ memories: 2 }]);
    expect(await countsOf(home)).toContain('word fox: 2');
  },
);

test.runIf(inject('engine') === 'postgres')(
  'a memory counted by one recount when another begins is counted once',
  async () => {
    const home = await Household.create(db);
    const { accountId } = home.viewer;
    const of = { accountId, collectionId: home.collection.id };
    await home.add('the quick fox');
    await runner.processAll();
    const { id } = await home.add('the slow fox');
    let second: Promise<number> = Promise.resolve(0);
    await db.transaction().execute(async (transaction) => {
      await recountBatch(transaction, of, [id]);
      second = recountCollection(db, of);
      await someoneWaitsFor(transaction);
    });
    expect(await second).toBe(2);
    expect(await sumsOf(home)).toMatchObject([{ memories: 2 }]);
    expect(await countsOf(home)).toContain('word fox: 2');
  },
);

test('a new date removes the words of the old one', async () => {
  const home = await Household.create(db);
  const { lifecycle } = memoryServices(db);
  const { id } = await home.add({ content: 'Anna paints', validFrom: new Date('2023-05-08T12:00:00Z') });
  await runner.processAll();
  await lifecycle.update(home.viewer, { id, validFrom: new Date('2023-07-09T12:00:00Z') });
  await runner.processAll();
  const counts = await countsOf(home);
  expect(counts).toContain('stem juli: 1');
  expect(counts).not.toContain('stem may: 1');
  await lifecycle.forget(home.viewer, { id, purge: true });
  await runner.processAll();
  expect(await countsOf(home)).toEqual([]);
});
