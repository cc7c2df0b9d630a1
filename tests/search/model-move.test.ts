import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { rankingCache } from '../../src/app/caches.ts';
import { buildConsumers } from '../../src/app/consumers.ts';
import { buildEmbeddings } from '../../src/app/embeddings.ts';
import type { Models } from '../../src/app/load-models.ts';
import { buildRecall } from '../../src/app/recall.ts';
import { buildFinding } from '../../src/app/services.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { indexVectors } from '../../src/memory/index-vectors.ts';
import { reembedNext } from '../../src/memory/reembed.ts';
import { Finder } from '../../src/search/finder.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { useDatabase } from '../support/database.ts';
import { startEmbeddingEndpoint, wellEmbedded, wordVector } from '../support/embedding-endpoint.ts';
import { Household } from '../support/memories.ts';
import { remoteModels, models as shipped } from '../support/models.ts';
import { usualConfig } from '../support/usual-config.ts';

const { db } = useDatabase();
const log = pino({ level: 'silent' });

/** Search over memories held in the process, and the embedding worker, with one set of models. */
function serve(models: Models) {
  const recall = buildRecall({ db, jobs: db }, models, 512 * 1024 * 1024, log);
  const worker = buildEmbeddings({ db, jobs: db }, models, log);
  onTestFinished(async () => {
    await worker[Symbol.asyncDispose]();
    await recall[Symbol.asyncDispose]();
  });
  const { embedder, questions, ranker } = models;
  const finder = new Finder({
    db,
    embedder,
    questions,
    sql: new SqlEngine({ db, ranker }),
    log,
    recall: new RecallEngine({ db, indexes: recall.indexes, ranker }),
  });
  return { worker, recall, finder };
}

/** Searches by meaning in the in-process index. The first search only triggers loading it. */
async function found({ recall, finder }: ReturnType<typeof serve>, { viewer }: Household, query: string) {
  const request = { query, collectionIds: null, mode: 'SEMANTIC', filter: {}, asOf: null } as const;
  await finder.find(reachOf(viewer), request);
  await recall.indexes.idle();
  const { hits: before } = recall.indexes.statistics;
  const { hits } = await finder.find(reachOf(viewer), request);
  return { ids: hits.map(({ id }) => id), held: recall.indexes.statistics.hits > before };
}

async function wordModels(model = 'words', reply = wellEmbedded): Promise<Models> {
  const endpoint = await startEmbeddingEndpoint();
  endpoint.reply = reply;
  return await remoteModels(endpoint, model);
}

test('a rehearsal searches vectors of any dimensions, and asks their endpoint nothing', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('peanut allergy');
  const endpoint = await startEmbeddingEndpoint();
  const models = await remoteModels(endpoint, 'rehearsed');
  const { worker, recall } = serve(models);
  await worker.processAll();
  const asked = endpoint.texts.length;
  const { quotas, caches } = usualConfig;
  const finding = buildFinding({
    db,
    models,
    recall: recall.indexes,
    rankings: rankingCache(caches.rankings),
    quotas,
    log,
  });
  for (const rehearsed of [finding.bySql, finding.byIndex, finding.byIndex]) {
    const request = { query: 'peanut', collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
    const { hits, failedArms } = await rehearsed.find(reachOf(home.viewer), request);
    expect({ ids: hits.slice(0, 9).map((hit) => hit.id), failedArms }).toEqual({ ids: [id], failedArms: [] });
    await recall.indexes.idle();
  }
  expect(endpoint.texts).toHaveLength(asked);
});

test('indexed memories receive vectors that are computed later', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('peanut allergy');
  const away = serve(await wordModels());
  await away.worker.processAll();
  expect(await found(away, home, 'allergy')).toEqual({ ids: [id], held: true });

  const back = serve(shipped);
  expect(await found(back, home, 'allergy')).toEqual({ ids: [], held: true });
  await back.worker.processAll();
  expect(await found(back, home, 'allergy')).toEqual({ ids: [id], held: true });
});

test('during a move between endpoints, semantic search finds memories that already have their new vector', async () => {
  const home = await Household.create(db);
  // More than one embedding batch.
  for (let n = 0; n < 70; n += 1) await home.add(`peanut allergy ${n}`);
  await serve(await wordModels('former')).worker.processAll();
  let batches = 0;
  const breaksOff: typeof wellEmbedded = (texts) => {
    if (texts.length > 1) batches += 1;
    return batches > 1 ? { status: 401 } : wellEmbedded(texts);
  };
  const moving = serve(await wordModels('next', breaksOff));
  expect((await found(moving, home, 'allergy')).ids).toEqual([]);
  await moving.worker.processAll();
  expect((await found(moving, home, 'allergy')).ids).toHaveLength(32);
});

test('each account switches by its own vectors, independently of others', async () => {
  const moved = await Household.create(db);
  for (const content of ['peanut allergy', 'lactose']) await moved.add(content);
  await serve(await wordModels('each')).worker.processAll();
  // As written meanwhile by a process with the former settings.
  await moved.add('note of the cello');
  const behind = await Household.create(db);
  for (let n = 0; n < 3; n += 1) await behind.add(`note ${n} of the orchestra`);
  let isAway = true;
  const refuses: typeof wellEmbedded = (texts) =>
    isAway && texts.some((text) => text.startsWith('note')) ? { status: 401 } : wellEmbedded(texts);
  const moving = serve(await wordModels('each', refuses));
  await moving.worker.processAll();
  expect((await found(moving, moved, 'allergy')).ids).toHaveLength(2);
  expect((await found(moving, behind, 'orchestra')).ids).toHaveLength(3);

  isAway = false;
  await moving.worker.processAll();
  expect((await found(moving, moved, 'allergy')).ids).toHaveLength(3);
});

test('after an account has moved, its new vectors are considered for an index', async () => {
  const home = await Household.create(db);
  await home.add('peanut allergy');
  const grown: string[] = [];
  const consumers = buildConsumers({ db, jobs: db }, shipped.reader, log, {
    afterGrowth: async (_, collections) => {
      grown.push(...collections.map(({ stream }) => stream.streamId));
    },
  });
  await consumers.processAll();
  expect(grown.splice(0)).toContain(home.collection.id);
  await serve(await wordModels()).worker.processAll();
  await consumers.processAll();
  expect(grown).toContain(home.collection.id);
});

test('the index uses the dimension of stored vectors, whatever the endpoint answered first', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('peanut allergy');
  await db.deleteFrom('memory_embedding').where('account_id', '=', home.viewer.accountId).execute();
  await sql`update memory set embedding_status = 'PENDING' where account_id = ${home.viewer.accountId}`.execute(db);
  let length = 5;
  const cut: typeof wellEmbedded = (texts) => ({
    status: 200,
    vectors: texts.map((one) => wordVector(one).slice(0, length)),
  });
  const served = serve(await wordModels('at-first', cut));
  expect(await found(served, home, 'allergy')).toEqual({ ids: [], held: true });
  length = 64;
  await served.worker.processAll();
  expect(await found(served, home, 'allergy')).toEqual({ ids: [id], held: true });
});

test('consolidation rejects vectors of another dimension, even in a process that embeds nothing else', async () => {
  const home = await Household.create(db);
  await home.add('peanut allergy');
  await serve(await wordModels('kept')).worker.processAll();
  await home.add('the cello is old');
  const five: typeof wellEmbedded = (texts) => ({
    status: 200,
    vectors: texts.map((one) => wordVector(one).slice(0, 5)),
  });
  const { passages: embedder } = await wordModels('kept', five);
  const scope = { accountId: home.viewer.accountId, collectionId: home.collection.id };
  const reembedded = reembedNext({ db, embedder }, scope, { after: null, dryRun: false }, new AbortController().signal);
  await expect(reembedded).rejects.toThrow(/of 5 dimensions.*have 64/);
});

test('vectors too long for any index are scanned, and a warning is logged', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  const { id } = await home.add('peanut allergy');
  await home.add('the cello is old');
  const long = (text: string) => [...wordVector(text), ...new Array<number>(4_001 - 64).fill(0)];
  const models = await wordModels('long', (texts) => ({ status: 200, vectors: texts.map(long) }));
  const said: unknown[] = [];
  const telling = pino({ level: 'warn' }, { write: (line: string) => said.push(JSON.parse(line)) });
  const worker = buildEmbeddings({ db, jobs: db }, models, telling);
  onTestFinished(() => worker[Symbol.asyncDispose]());
  await worker.processAll();
  const rest = async () => {};
  const { signal } = new AbortController();
  expect(await indexVectors({ db, builds: db, log: telling, rest }, accountId, signal)).toBe('done');
  expect(said).toMatchObject(Array(2).fill({ dimensions: 4_001, mostDimensions: 4_000 }));

  const served = serve(models);
  expect(await found(served, home, 'allergy')).toMatchObject({ ids: [id, expect.any(String)], held: true });
  const bySql = new Finder({ db, ...models, sql: new SqlEngine({ db, ranker: models.ranker }), log, recall: null });
  const asked = { query: 'allergy', collectionIds: null, mode: 'SEMANTIC', filter: {}, asOf: null } as const;
  for (const memories of [2, 30_000]) {
    await sql`update stream set memory_count = ${memories} where account_id = ${accountId} and kind = 'collection'`.execute(
      db,
    );
    expect((await bySql.find(reachOf(home.viewer), asked)).hits[0]?.id).toBe(id);
  }
});
