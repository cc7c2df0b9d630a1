import { Kysely, type LogEvent, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { loadModels } from '../../src/app/load-models.ts';
import { buildRecall } from '../../src/app/recall.ts';
import type { Reach } from '../../src/collection/reach.ts';
import { PostgresGraphStore } from '../../src/graph/postgres-graph.store.ts';
import { MemoryStore } from '../../src/memory/memory.store.ts';
import type { Tables } from '../../src/platform/db/tables.ts';
import type { Embedder } from '../../src/platform/embedding/embedder.ts';
import { Finder } from '../../src/search/finder.ts';
import type { Ranker } from '../../src/search/ranking/engine-port.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import type { RecallIndexes } from '../../src/search/recall-index/recall-indexes.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { benchAccount } from '../support/server.ts';
import { Timeline } from './timeline.ts';

const budgetBytes = 4 * 1024 ** 3;
const log = pino({ level: 'warn' }, process.stderr);
const reach: Reach = { accountId: benchAccount, within: null };

/** A statement as sent. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

interface TracedSearch {
  readonly totalMs: number;
  /** Milliseconds of each part, in the order of the search. */
  readonly parts: ReadonlyMap<string, number>;
  readonly statements: readonly Statement[];
}

export interface LoadedIndex {
  readonly loadMs: number;
  readonly bytesEach: number;
}

/** The product's search in this process, over a database that no server has open: what a server does below GraphQL. */
interface TracedProduct extends AsyncDisposable {
  /** Null if the index is off. */
  readonly index: LoadedIndex | null;
  search(query: string, mode?: 'HYBRID' | 'SEMANTIC'): Promise<TracedSearch & { readonly ids: readonly string[] }>;
}

/** `collectionId` is a uuid here. */
export async function traceProduct(pool: Pool, collectionId: string, isIndexed: boolean): Promise<TracedProduct> {
  const timeline = new Timeline();
  const statements: Statement[] = [];
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ level, query }: LogEvent) => {
      timeline.mark(`statement: ${nameOf(query.sql)}`);
      if (level === 'query') statements.push({ sql: query.sql, parameters: query.parameters });
    },
  });
  const models = await loadModels();
  const recall = buildRecall({ db, jobs: db }, models, budgetBytes, log);
  const ranker = markedRanker(models.ranker, timeline);
  const finder = new Finder({
    db,
    embedder: models.embedder,
    questions: markedEmbedder(models.embedder, timeline),
    sql: new SqlEngine({ db, ranker }),
    recall: isIndexed ? new RecallEngine({ db, indexes: recall.indexes, ranker, holdsNames: true }) : null,
    graph: new PostgresGraphStore(db),
    log,
  });
  const memories = new MemoryStore(db);

  const search: TracedProduct['search'] = async (query, mode = 'HYBRID') => {
    statements.length = 0;
    timeline.begin();
    const request = { query, collectionIds: [collectionId], mode, filter: {}, asOf: null } as const;
    const { hits } = await finder.find(reach, request);
    timeline.mark('hits in order');
    const page = hits.slice(0, 10).map(({ id }) => id);
    await memories.byIds(reach, page);
    timeline.mark('rows to memories');
    return { ...timeline.end(), statements: [...statements], ids: hits.map(({ id }) => id) };
  };
  return {
    index: isIndexed ? await load(search, recall.indexes) : null,
    search,
    [Symbol.asyncDispose]: () => recall[Symbol.asyncDispose](),
  };
}

async function load(search: TracedProduct['search'], indexes: RecallIndexes): Promise<LoadedIndex> {
  const began = performance.now();
  await search('anything at all');
  await indexes.idle();
  const { bytes, memories: held } = indexes.statistics;
  if (held === 0) throw new Error('The index could not be loaded');
  const loadMs = performance.now() - began;
  // The names in memories are read behind the first search that finds the index.
  await search('anything else');
  await indexes.idle();
  return { loadMs, bytesEach: bytes / held };
}

/** Names a statement of the search by a text that no other contains. */
function nameOf(sql: string): string {
  const [name] = Object.entries({
    scope: 'ts_parse',
    'what hits name': 'mention',
    arms: 'lexical as',
    'nearest by meaning': 'hnsw.ef_search',
    statistics: 'collection_statistic',
    'turns beside others': 'as compared',
    turns: 'asked.place',
    words: 'group by term',
    'begin and commit': 'read only',
    ' begin and commit': 'commit',
  }).find(([, mark]) => sql.includes(mark)) ?? ['memories of the page'];
  return name.trim();
}

const markedEmbedder = (embedder: Embedder, timeline: Timeline): Embedder => ({
  model: embedder.model,
  dimensions: embedder.dimensions,
  expectDimensions: (dimensions) => embedder.expectDimensions(dimensions),
  async embed(texts, kind) {
    timeline.mark('statement: scope');
    const vectors = await embedder.embed(texts, kind);
    timeline.mark('vector of the question');
    return vectors;
  },
});

const markedRanker = (ranker: Ranker, timeline: Timeline): Ranker => ({
  ask(question, scope) {
    timeline.mark('candidates of the arms');
    const ranking = ranker.ask(question, scope);
    return {
      ...ranking,
      seeds(candidates) {
        const seeds = ranking.seeds(candidates);
        timeline.mark('stage 1');
        return seeds;
      },
      rank(turns, compared) {
        timeline.mark('turns of the pool');
        const ranked = ranking.rank(turns, compared);
        timeline.mark('stage 2');
        return ranked;
      },
    };
  },
});
