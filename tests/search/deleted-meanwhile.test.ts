import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { buildRecall } from '../../src/app/recall.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { DeletionService } from '../../src/erasure/deletion.service.ts';
import { Eraser } from '../../src/erasure/eraser.ts';
import type { Embedder } from '../../src/platform/embedding/embedder.ts';
import { Finder } from '../../src/search/finder.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import { RankingReranker } from '../../src/search/rerank/ranking-reranker.ts';
import { SearchService } from '../../src/search/search.service.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { models } from '../support/models.ts';

const { db } = useDatabase();
const log = pino({ level: 'silent' });
const recall = buildRecall({ db, jobs: db }, models, 64 * 1024 * 1024, log);
afterAll(() => recall[Symbol.asyncDispose]());
const { embedder, questions, ranker } = models;
const deletions = new DeletionService(db, async () => {});
const eraser = new Eraser(db, {
  batchSize: 100,
  batchesPerTurn: 1000,
  dependents: { ofCollections: [], ofConversations: [], ofMemories: [] },
});

async function deleteWholly({ viewer, collection }: Household): Promise<void> {
  await deletions.deleteCollection(viewer, collection.id);
  await eraser.erase(viewer.accountId, new AbortController().signal);
}

/** An embedder that lets something happen between looking up the collections and searching them. */
const embedderAfter = (happens: () => Promise<void>): Embedder => ({
  model: questions.model,
  dimensions: questions.dimensions,
  expectDimensions: () => {},
  async embed(texts, kind) {
    await happens();
    return await questions.embed(texts, kind);
  },
});

const asked = { query: 'Who plays the cello?', collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
const page = {
  first: 10,
  after: null,
  tokenBudget: null,
  rerank: false,
  counts: false,
  signal: new AbortController().signal,
};

describe.each(['recall index', 'database'])('a collection deleted while the %s is searched', (engine) => {
  const parts = { db, embedder, sql: new SqlEngine({ db, ranker }), log };
  const heldBy = engine === 'recall index' ? new RecallEngine({ db, indexes: recall.indexes, ranker }) : null;

  async function household(): Promise<Household> {
    const home = await Household.create(db);
    await home.add('Ben plays the cello');
    await new Finder({ ...parts, questions, recall: heldBy }).find(reachOf(home.viewer), asked);
    await recall.indexes.idle();
    return home;
  }

  test('is no longer found once its memories are gone, without an error', async () => {
    const home = await household();
    const meanwhile = embedderAfter(() => deleteWholly(home));
    const during = new Finder({ ...parts, questions: meanwhile, recall: heldBy });
    expect((await during.find(reachOf(home.viewer), asked)).failedArms).toEqual([]);
    const after = new Finder({ ...parts, questions, recall: heldBy });
    expect(await after.find(reachOf(home.viewer), asked)).toMatchObject({ hits: [], failedArms: [] });
  });

  test('is left out of a page that was ranked before', async () => {
    const home = await household();
    const finder = new Finder({ ...parts, questions, recall: heldBy });
    const find = async () => {
      const ranking = await finder.find(reachOf(home.viewer), asked);
      expect(ranking.hits).toHaveLength(1);
      await deleteWholly(home);
      return { ...ranking, cache: 'MISS' as const, state: null, until: null };
    };
    const search = new SearchService({
      finder: { find, spelt: async () => asked.query },
      reranker: new RankingReranker(null, log),
      memories: memoryServices(db).memories,
      countTokens: () => 1,
      recalls: { record: () => {} },
    });
    expect(await search.search(home.viewer, asked, page)).toMatchObject({ hits: [], hasNext: false, failedArms: [] });
  });
});

test('erasing a collection before it is loaded into the index counts as no failure', async () => {
  const home = await Household.create(db);
  const { failures } = recall.indexes.statistics;
  await recall.indexes.find([{ accountId: home.viewer.accountId, collectionId: home.collection.id, seq: 0 }]);
  await deleteWholly(home);
  await recall.indexes.idle();
  expect(recall.indexes.statistics.failures).toBe(failures);
});
