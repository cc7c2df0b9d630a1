import { sql } from 'kysely';
import { pino } from 'pino';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { buildConsumers } from '../../src/app/consumers.ts';
import { askForIndexBy, indexVectors } from '../../src/memory/index-vectors.ts';
import { vectorIndexName } from '../../src/memory/vector-index.ts';

import type { Vector } from '../../src/platform/embedding/embedder.ts';
import { inUnitsOfWork } from '../../src/platform/events/unit-of-work.ts';
import { type ArmsRequest, armsStatement, runArms } from '../../src/search/sql-engine/arms.store.ts';
import { conditions } from '../../src/search/sql-engine/conditions.store.ts';
import { indexStatement } from '../../src/search/sql-engine/semantic-arm.store.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import { Clusters, fill, model } from '../support/many-vectors.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { makeViewer } from '../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const clusters = new Clusters();
/** `others`: vectors of an account that shares the index and does not search. */
const sizes = { large: 2_000, others: 250, small: 150 };

/** The number of memories that the large account claims: an index pays for so many, and would take long to build. */
const claimed = 8_500;
/** With this many memories a filtered search uses the index: a thousand candidates cost less than a scan. */
const byIndexFiltered = 61_000;
/** pgvector's default number of candidates. */
const byDefault = 40;

const homeOf = ({ viewer, collection }: Household) => ({ accountId: viewer.accountId, collectionId: collection.id });

async function populate(size: number) {
  const household = await Household.create(db);
  const vectors = Array.from({ length: size }, () => clusters.next());
  const home = homeOf(household);
  await fill(db, home, vectors);
  return home;
}

type Home = ReturnType<typeof homeOf>;

const asked = ({ accountId, collectionId }: Home, vector: Vector, memories: number): ArmsRequest => ({
  reach: { accountId, within: null },
  collectionIds: [collectionId],
  memories,
  stems: [],
  vector,
  model,
  filter: {},
  asOf: null,
  counts: 'stored',
  pieces: null,
});

const found = async (request: ArmsRequest) =>
  (await runArms(db, request)).hits
    .toSorted((one, other) => (one.semanticRank ?? 0) - (other.semanticRank ?? 0))
    .map(({ id }) => id);

/** The hundred nearest by a scan, as used for a scope of one memory. */
const exactly = (request: ArmsRequest) => found({ ...request, memories: 1 });

async function recall(
  home: Home,
  memories: number,
  questions = 20,
  filter: ArmsRequest['filter'] = {},
): Promise<number> {
  let [hit, all] = [0, 0];
  for (let n = 0; n < questions; n += 1) {
    const request = { ...asked(home, clusters.next(), memories), filter };
    const [some, best] = [new Set(await found(request)), await exactly(request)];
    expect(some.size).toBe(100);
    hit += best.filter((id) => some.has(id)).length;
    all += best.length;
  }
  return hit / all;
}

const index = vectorIndexName(model);

/** The statement by index, for a large scope. */
function statementOf(request: ArmsRequest) {
  const { vector, reach, memories } = request;
  if (!vector || memories <= sizes.small) return armsStatement(request);
  return indexStatement({
    ...request,
    vector,
    accountId: reach.accountId,
    conditions: conditions(request),
    isFiltered: false,
    limit: 100,
  });
}

async function plan(request: ArmsRequest): Promise<string> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (analyze) ${statementOf(request)}`.execute(db);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const readsIndex = async (request: ArmsRequest) =>
  new RegExp(`Index Scan using ${index} .*actual time`).test(await plan(request));

/** Memories whose vectors are not in the index. */
const outside = async ({ accountId }: Home) => {
  const { rows } = await sql<{ id: string }>`select memory_id as id from memory_embedding
    where account_id = ${accountId} and not ann`.execute(db);
  return rows.map(({ id }) => id);
};

const consumers = buildConsumers({ db, jobs: db }, models.reader, pino({ level: 'silent' }), {
  afterGrowth: askForIndexBy(jobs),
});

/** Writes a memory as the product does, with its event. */
const write = ({ accountId, collectionId }: Home, content = 'tea') =>
  memoryServices(db).memories.add(makeViewer({ accountId }), collectionId, { content });

/** Moves vectors into the index while `work` runs. Returns how often it yielded to others. */
async function restsWhile({ accountId }: Home, work: (isSeen: () => boolean) => Promise<void>): Promise<number> {
  let [rests, over] = [0, false];
  const rest = async () => {
    rests += 1;
  };
  const log = pino({ level: 'silent' });
  const indexing = indexVectors({ db, builds: db, log, rest }, accountId, new AbortController().signal);
  const indexed = indexing.finally(() => {
    over = true;
  });
  await work(() => over || rests > 0);
  expect(await indexed).toBe('done');
  return rests;
}

const ask = ({ accountId, collectionId }: Home) =>
  inUnitsOfWork(db, (units) =>
    askForIndexBy(jobs)(units, [{ stream: { accountId, kind: 'collection', streamId: collectionId } }]),
  );

describe.runIf(inject('engine') === 'postgres')('vectors of many memories', { timeout: 120_000 }, () => {
  const homes = Promise.withResolvers<{ large: Home; small: Home }>();
  beforeAll(async () => {
    const [large, small] = [await populate(sizes.large), await populate(sizes.small)];
    const { accountId } = await populate(sizes.others);
    await sql`update memory_embedding set ann = true where account_id = ${accountId}`.execute(db);
    await sql`update stream set memory_count = ${claimed} where account_id = ${large.accountId}`.execute(db);
    expect(await recall(large, claimed, 2)).toBe(1);
    await ask(large);
    await ask(small);
    await jobs.processAll();
    await sql`vacuum analyze memory_embedding`.execute(db);
    homes.resolve({ large, small });
  }, 120_000);

  test('only vectors of the account above the threshold are indexed, and those of a small account stay outside', async () => {
    const { large, small } = await homes.promise;
    expect([(await outside(large)).length, (await outside(small)).length]).toEqual([0, sizes.small]);
    await fill(db, small, [clusters.next()]);
    await ask(small);
    await jobs.processAll();
    expect(await outside(small)).toHaveLength(sizes.small + 1);
  });

  test('a large scope uses the shared index and finds nearly everything that a scan does', async () => {
    const { large } = await homes.promise;
    expect(await readsIndex(asked(large, clusters.next(), claimed))).toBe(true);
    expect(await recall(large, claimed)).toBeGreaterThanOrEqual(0.97);
  });

  test('with a filter that keeps a fifth, a scan finds everything and the index nearly everything', async () => {
    const { large } = await homes.promise;
    const filter = { tagsAll: ['some'] };
    expect(await recall(large, claimed, 10, filter)).toBe(1);
    expect(await readsIndex({ ...asked(large, clusters.next(), byIndexFiltered), filter })).toBe(true);
    expect(await recall(large, byIndexFiltered, 10, filter)).toBeGreaterThanOrEqual(0.97);
  });

  test('a small account beside a large one gets exact results', async () => {
    const { small } = await homes.promise;
    expect(await readsIndex(asked(small, clusters.next(), sizes.small))).toBe(false);
    expect(await recall(small, sizes.small)).toBe(1);
  });

  test('a search of a small account reads only its own memories, however many others have', async () => {
    const { small } = await homes.promise;
    const text = await plan({ ...asked(small, clusters.next(), sizes.small), stems: ['tea'] });
    expect(text).not.toMatch(/Seq Scan on memory/);
    const looked = [...text.matchAll(/Scan.* on memory(?:_embedding)?\b.*rows=(\d+) loops=(\d+)/g)].map(
      ([, rows, loops]) => Number(rows) * Number(loops),
    );
    expect(looked.length).toBeGreaterThan(2);
    expect(Math.max(...looked)).toBeLessThanOrEqual(sizes.small + 1);
    for (const k of [10, 100])
      expect((await found(asked(small, clusters.next(), sizes.small))).slice(0, k)).toHaveLength(k);
  });

  test('an account with a small share of the index is scanned', async () => {
    const { small } = await homes.promise;
    await sql`update pg_class set reltuples = 1e6 where relname = ${index}`.execute(db);
    expect(await readsIndex(asked(small, clusters.next(), 6_000))).toBe(false);
    expect(await recall(small, 6_000, 3)).toBe(1);
    await sql`update pg_class set reltuples = ${sizes.large + sizes.others} where relname = ${index}`.execute(db);
  });

  test('ef_search grows with the vectors of other accounts, until a scan is cheaper or better', async () => {
    const { large } = await homes.promise;
    const held = (memories: number, inAll: number, filter: ArmsRequest['filter'] = {}) =>
      db.transaction().execute(async (transaction) => {
        const count = (rows: number) =>
          sql`update pg_class set reltuples = ${rows} where relname = ${index}`.execute(transaction);
        await count(inAll);
        await runArms(transaction, { ...asked(large, clusters.next(), memories), filter });
        const { rows } = await sql<{ held: string }>`select current_setting('hnsw.ef_search') as held`.execute(
          transaction,
        );
        await count(sizes.large + sizes.others);
        return Number(rows[0]?.held);
      });
    const inAll = [100_000, 300_000, 800_000, 900_000];
    const some: number[] = [];
    for (const all of inAll) some.push(await held(100_000, all));
    expect(some).toEqual([250, 750, 1_000, byDefault]);
    expect([await held(20_000, 40_000), await held(20_000, 60_000)]).toEqual([240, byDefault]);
    // A filter removes some of the candidates.
    const filter = { tagsAll: ['some'] };
    expect(await held(byIndexFiltered, byIndexFiltered, filter)).toBe(1_000);
    expect(await held(59_000, 59_000, filter)).toBe(byDefault);
  });

  test('a memory is found as soon as it is written, before it is indexed', async () => {
    const { large } = await homes.promise;
    const vector = clusters.next();
    await fill(db, large, [vector]);
    const { hits } = await runArms(db, asked(large, vector, claimed));
    expect(await outside(large)).toEqual([hits.find(({ semanticRank }) => semanticRank === 1)?.id]);
  });

  test('with a very selective filter a scan takes over from the index', async () => {
    const { large } = await homes.promise;
    // With this many memories a filtered search tries the index first.
    const request = { ...asked(large, clusters.next(), byIndexFiltered), filter: { tagsAny: ['rare'] } };
    const all = await found(request);
    expect(all).toHaveLength(sizes.large / 500);
    expect(all.toSorted()).toEqual((await exactly(request)).toSorted());
  });

  test('an invalid index is not used, and is rebuilt with the next growth', async () => {
    const { large } = await homes.promise;
    await sql`update pg_index set indisvalid = false where indexrelid = to_regclass(${index})`.execute(db);
    const request = asked(large, clusters.next(), claimed);
    expect(await found(request)).toEqual(await exactly(request));
    expect(await found({ ...request, filter: { kinds: ['FACT'] } })).toEqual(await exactly(request));
    const grown = Array.from({ length: 200 }, () => clusters.next());
    await fill(db, large, grown);
    await write(large);
    await consumers.processAll();
    await jobs.processAll();
    expect(await outside(large)).toEqual([]);
    expect(await readsIndex(request)).toBe(true);
  });

  test('indexing of vectors pauses for writers, and only for them', async () => {
    const { large } = await homes.promise;
    const some = () => Array.from({ length: 250 }, () => clusters.next());
    await fill(db, large, some());
    expect(await restsWhile(large, async () => {})).toBe(0);
    await fill(db, large, some());
    const writing = async (isSeen: () => boolean) => {
      for (let n = 0; !isSeen(); n += 1) await write(large, `tea, cup ${n}`);
    };
    expect(await restsWhile(large, writing)).toBeGreaterThan(0);
  });
});

test('a large scope without an index is scanned', async () => {
  const home = await populate(150);
  expect(await recall(home, 6_000, 3)).toBe(1);
});
