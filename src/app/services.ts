import type { Logger } from 'pino';
import { ApiKeyService } from '../account/api-key.service.ts';
import { RateLimits } from '../account/rate-limits.service.ts';
import { blankWithRun } from '../agent/blank-with-run.ts';
import { RecalledEchoes } from '../agent/recalled-echoes.ts';
import { CollectionService } from '../collection/collection.service.ts';
import { Sights } from '../collection/sights.service.ts';
import { ConsolidationService } from '../consolidation/consolidation.service.ts';
import { ProposalService } from '../consolidation/proposal.service.ts';
import { NarrativeService } from '../context/narrative.service.ts';
import { ConversationService } from '../conversation/conversation.service.ts';
import { MessageService } from '../conversation/message.service.ts';
import { DeletionService } from '../erasure/deletion.service.ts';
import { GraphService } from '../graph/graph.service.ts';
import type { GraphStore } from '../graph/graph-store.ts';
import { PostgresGraphStore } from '../graph/postgres-graph.store.ts';
import type { Services } from '../graphql/context.ts';
import { MemoryService } from '../memory/memory.service.ts';
import { MemoryLifecycle } from '../memory/memory-lifecycle.service.ts';
import { MemoryQuotas } from '../memory/memory-quota.store.ts';
import { RecallService } from '../memory/recall.service.ts';
import type { Recalls } from '../memory/recalls.ts';
import { JobsService } from '../operations/jobs.service.ts';
import type { SystemService } from '../operations/system.service.ts';
import type { Config, QuotaConfig } from '../platform/config/config.ts';
import { usualJobsSchema } from '../platform/config/database-config.ts';
import type { Database } from '../platform/db/database.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { MemoryRateCounter } from '../platform/rate-limit/rate-counter.ts';
import { SharedRateCounter } from '../platform/rate-limit/shared-rate-counter.ts';
import type { RedisClients } from '../platform/redis/redis-clients.ts';
import type { Replica } from '../platform/replica/replica.ts';
import type { StreamHub } from '../platform/streams/stream-hub.ts';
import { OperationTurns } from '../platform/turns/operation-turns.ts';
import { CachedFinder } from '../search/cached-finder.ts';
import type { FindHits, FindRanking } from '../search/find-ranking.ts';
import { Finder } from '../search/finder.ts';
import { LiveSearches } from '../search/live-searches.service.ts';
import { RecallEngine } from '../search/recall-index/recall-engine.ts';
import type { RecallIndexes } from '../search/recall-index/recall-indexes.ts';
import { type BoundedReranker, RankingReranker } from '../search/rerank/ranking-reranker.ts';
import { SearchService } from '../search/search.service.ts';
import { SqlEngine } from '../search/sql-engine/sql-engine.ts';
import { type AgentParts, buildAgentRuns } from './agents.ts';
import { beforePurge, erasingBy } from './before-purge.ts';
import { type RankingCache, rankingCache } from './caches.ts';
import { buildContext, type ContextWiring } from './context-wiring.ts';
import { embedsByTable, type Models } from './load-models.ts';
import { StandInEmbedder } from './stand-in-embedder.ts';
import { version } from './version.ts';

/** The parts that the use cases are built on. */
export interface ServiceParts {
  readonly db: Database;
  readonly rateLimits: RateLimits;
  readonly quotas: QuotaConfig;
  readonly models: Models;
  /** Null: the database answers every search. */
  readonly recall: RecallIndexes | null;
  readonly rankings: RankingCache;
  /** Whether a search may take a second connection; omitted: never. */
  readonly hasSpare?: () => boolean;
  readonly jobs: JobSender;
  /** Null if none is configured. */
  readonly rerank: BoundedReranker | null;
  /** Store for walks of the graph; none: the tables that hold it. */
  readonly graph?: GraphStore | null | undefined;
  readonly recalls: Pick<Recalls, 'record'>;
  /** The replica for searches; none: they read from the primary. */
  readonly replica?: Pick<Replica, 'read'> | null;
  readonly context: ContextWiring;
  readonly streams: StreamHub;
  readonly system: SystemService;
  readonly agents: AgentParts;
  readonly log: Logger;
}

/** Bounds of the rankings that a rehearsal keeps: those of a few questions. */
const ofRehearsals = { bytes: 1_000_000, ttlMs: 1_000, oftenTtlMs: 1_000, pagingTtlMs: 1_000 } as const;

/** All use cases over one database. */
export function buildServices(parts: ServiceParts, finding = buildFinding(parts)): Services {
  const { db, models, jobs, recalls, replica, streams, context, system, quotas, log } = parts;
  const { finder, graph, collections, searchTurns } = finding;
  const { reader } = models;
  const searchLog = log.child({ part: 'search' });
  const memoryQuotas = new MemoryQuotas(quotas.memories);
  const memories = new MemoryService({ db, reader, collections, quotas: memoryQuotas, pace: searchTurns });
  const requestErasure = erasingBy(jobs);
  const conversations = new ConversationService(db, collections, requestErasure);
  const recall = new RecallService(db, recalls);
  const echoes = new RecalledEchoes({ db, finder, memories });
  const messages = new MessageService({ db, reader, collections, memories, conversations, echoes });
  const searches = buildSearches(parts, finding, memories);
  const narratives = new NarrativeService({ db, jobs, collections, memories });
  const turns = new OperationTurns();
  const consolidation = new ConsolidationService(db, collections, jobs);
  const remembered = { memories, messages, conversations, narratives, recall, graph, consolidation };
  const gathered = { db, finder, log, meanings: models.meanings, ...remembered, ...slow(models) };
  return {
    apiKeys: new ApiKeyService(db, collections),
    rateLimits: parts.rateLimits,
    turns,
    collections,
    sights: new Sights(db, log.child({ part: 'streams' })),
    deletions: new DeletionService(db, requestErasure),
    memories,
    memoryLifecycle: new MemoryLifecycle({ db, reader, blankMessage: blankWithRun, beforePurge, quotas: memoryQuotas }),
    recall,
    conversations,
    messages,
    graph,
    ...searches,
    liveSearches: new LiveSearches({ db, search: searches.search, turns, streams, log: searchLog }),
    agentRuns: buildAgentRuns(parts, { collections, conversations, messages }),
    context: buildContext(context, onReplica(replica, gathered)),
    narratives,
    streams,
    consolidation,
    proposals: new ProposalService(db, consolidation),
    jobs: new JobsService(db, jobs.schema ?? usualJobsSchema),
    system,
  };
}

function buildSearches(
  { models, recalls, replica, rerank, log }: ServiceParts,
  { finder, bySql, byIndex }: Finding,
  memories: MemoryService,
): Pick<Services, 'search' | 'rehearsals'> {
  const countTokens = (text: string) => models.embedder.pieces(text).length;
  const parts = { memories, countTokens, reranker: new RankingReranker(rerank, log.child({ part: 'search' })) };
  const rehearsed = { ...parts, recalls: { record: () => {} } };
  return {
    search: new SearchService({ ...parts, finder, recalls, replica, ...slow(models) }),
    rehearsals: {
      bySql: new SearchService({ ...rehearsed, finder: bySql }),
      byIndex: new SearchService({ ...rehearsed, finder: byIndex }),
    },
  };
}

/** The embedder of questions if it takes time. */
const slow = (models: Models) => (embedsByTable(models) ? {} : { questions: models.questions, vectorsMayBeLate: true });

/** Sends the searches of contexts, also those made for agents, to the replica. */
const onReplica = <Parts extends { readonly finder: FindHits }>(replica: ServiceParts['replica'], parts: Parts) =>
  replica ? { ...parts, finder: { find: searchedOn(replica, parts.finder) } } : parts;

const searchedOn =
  (replica: Pick<Replica, 'read'>, finder: FindHits): FindHits['find'] =>
  (reach, asked) =>
    replica.read(reach.accountId, () => finder.find(reach, asked));

type Finding = ReturnType<typeof buildFinding>;

/** Builds what finds memories by their texts and by the entities that they name. */
export function buildFinding({
  db,
  models,
  recall,
  rankings,
  hasSpare,
  graph: copy,
  log: appLog,
  quotas,
}: Pick<ServiceParts, 'db' | 'models' | 'recall' | 'rankings' | 'hasSpare' | 'graph' | 'log' | 'quotas'>) {
  const collections = new CollectionService(db, quotas.collections);
  const log = appLog.child({ part: 'search' });
  const { embedder, questions, ranker } = models;
  const tables = new PostgresGraphStore(db);
  const store = copy ?? tables;
  const engine = recall && new RecallEngine({ db, indexes: recall, ranker, holdsNames: copy == null });
  const sql = new SqlEngine({ db, ranker, turns: rankings.turns, hasSpare });
  const found = { db, embedder, questions, graph: store, sql, log };
  const uncached = new Finder({ ...found, recall: engine });
  const quick = embedsByTable(models)
    ? questions
    : new StandInEmbedder({ db, model: questions.model, table: embedder });
  /** Keeps rankings where no client finds them, and asks no embeddings endpoint. */
  const rehearsed = (engineOrNone: RecallEngine | null): FindRanking => {
    const finder = new Finder({ ...found, recall: engineOrNone, questions: quick });
    return new CachedFinder({ db, finder, ...rankingCache(ofRehearsals), rankedBy: 'rehearsal' });
  };
  return {
    bySql: rehearsed(null),
    byIndex: rehearsed(engine),
    finder: new CachedFinder({ db, finder: uncached, ...rankings, rankedBy: `${version} ${models.rankedBy}` }),
    graph: new GraphService({ db, store, tables, collections }),
    collections,
    /** The turns in which searches are computed from the in-memory indexes. */
    searchTurns: engine?.loopTurns,
  };
}

/** Builds the limits of accounts. Requests are counted together by all processes that share a Redis. */
export async function buildLimits(
  { rateLimits, quotas }: Pick<Config, 'rateLimits' | 'quotas'>,
  redis: RedisClients | null,
  log: Logger,
): Promise<Pick<ServiceParts, 'rateLimits' | 'quotas'>> {
  const counter = redis ? new SharedRateCounter(await redis.shared(log)) : new MemoryRateCounter();
  return { rateLimits: new RateLimits(counter, rateLimits), quotas };
}
