import type { Logger } from 'pino';
import type { CacheTier, ManagedCache } from '../platform/cache/cache.ts';
import { MemoryCache } from '../platform/cache/memory-cache.ts';
import { TieredCache } from '../platform/cache/tiered-cache.ts';
import type { CacheConfig } from '../platform/config/cache-config.ts';
import type { Config } from '../platform/config/config.ts';
import type { GuardedRedis } from '../platform/redis/guarded-redis.ts';
import { redisTier } from '../platform/redis/redis-tier.ts';
import { holdsUntil, type PackedRanking, packedRanking } from '../search/packed-ranking.ts';
import { RankingTable } from '../search/ranking-table.store.ts';
import { type TurnMemory, turnMemory } from '../search/sql-engine/known-turns.ts';
import type { AnswerStore } from './answers/answer-cache.ts';
import type { KeptAnswer } from './answers/kept-answer.ts';
import { embedsByTable, type Models } from './load-models.ts';
import type { StartedDatabase } from './start-database.ts';

/** Rankings by question. Without `redis` and `lasting` the cache is in this process alone. */
export function rankingCache(
  { bytes, ttlMs, oftenTtlMs, pagingTtlMs }: CacheConfig['rankings'],
  redis: GuardedRedis | null = null,
  lasting: CacheTier | null = null,
) {
  const rankings = new TieredCache<PackedRanking>({
    name: 'search results',
    maxBytes: bytes,
    ttlMs,
    sizeOf: (ranking) => ranking.bytes.length,
    codec: { encode: (ranking) => ranking.bytes, decode: packedRanking },
    holds: (ranking) => (holdsUntil(ranking) ?? Number.POSITIVE_INFINITY) > Date.now(),
    shared: redis && redisTier(redis, 'search'),
    lasting,
  });
  // For questions that are asked often or paged through.
  return { rankings, oftenTtlMs, pagingTtlMs };
}
export type RankingCache = ReturnType<typeof rankingCache> & {
  /** Omitted: the reader has its own. */
  readonly turns?: TurnMemory;
};

/** Creates the cache of serialized answers. */
export const answerMemory = (maxBytes: number): MemoryCache<KeptAnswer> =>
  new MemoryCache({
    name: 'responses',
    maxBytes,
    sizeOf: ({ text, recalled }) => text.length + 40 * recalled.flat().length,
  });

/** Opens the caches, shared by all processes if Redis is configured, and shares the vectors of questions. */
export function openCaches(
  { caches }: Pick<Config, 'caches'>,
  models: Pick<Models, 'questions' | 'atOnce'>,
  { opened, kept: { redis, epochs, shared }, recalls }: Pick<StartedDatabase, 'opened' | 'kept' | 'recalls'>,
  appLog: Logger,
) {
  const log = appLog.child({ part: 'caches' });
  const rankings = rankingCache(caches.rankings, redis, new RankingTable(opened.jobs, log));
  const memory = caches.answers && answerMemory(caches.answers.bytes);
  const turns = turnMemory(caches.turns.bytes);
  /** Returns the shared tier for the cache of this name; null: nothing is shared. */
  const sharedTier = (name: string) => redis && redisTier(redis, name);
  /** Null if switched off. */
  const answers: AnswerStore | null = memory && { epochs, shared, memory, recalls };
  // Vectors of the table are computed faster than Redis answers.
  if (!embedsByTable(models)) models.questions.shareBy(sharedTier('vector'));
  return { ...rankings, turns, sharedTier, answers };
}
type Caches = ReturnType<typeof openCaches>;

/** The caches under all use cases, as operators see them. */
export const managedCaches = (
  { rankings, turns, answers }: Caches,
  ...others: readonly ManagedCache[]
): ManagedCache[] => [rankings, turns, ...(answers ? [keptAnswers(answers)] : []), ...others];

const keptAnswers = ({ memory, shared }: Pick<AnswerStore, 'memory' | 'shared'>): ManagedCache => ({
  figures: () => memory.figures(),
  clear: () => memory.clear(),
  async clearAll() {
    memory.clear();
    await shared?.clear();
  },
});
