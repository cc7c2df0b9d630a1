import type { Environment } from './env.ts';

const megabyte = 1024 * 1024;
/** What a busy server needs besides its caches and the memories that it holds. Source: the soak of `npm run check:leaks`. */
export const busyBytes = 352 * megabyte;
/** Share of the remaining limit for all caches together; below it, the minimum share of the whole limit. */
const shareOfRest = 0.25;
const leastShare = 0.05;

/** Bounds of caches, in bytes, and their TTLs: the configured ones, scaled down together if they do not fit into the memory limit. */
export function cacheConfig(env: Environment, memoryLimitBytes: number) {
  const answers = env.ENABLE_RESPONSE_CACHE === 'true' ? env.RESPONSE_CACHE_MB : 0;
  const asked = {
    rankings: env.SEARCH_CACHE_MB,
    answers,
    turns: env.SEARCH_TURNS_MB,
    plans: env.CONTEXT_PLAN_CACHE_MB,
  };
  const total = Object.values(asked).reduce((sum, megabytes) => sum + megabytes * megabyte, 0);
  const most = Math.max(memoryLimitBytes * leastShare, (memoryLimitBytes - busyBytes) * shareOfRest);
  const scale = Math.min(1, most / total);
  const bytes = (megabytes: number): number => Math.floor(megabytes * megabyte * scale);
  return {
    rankings: {
      bytes: bytes(asked.rankings),
      ttlMs: env.SEARCH_CACHE_TTL * 1000,
      oftenTtlMs: Math.max(env.SEARCH_CACHE_OFTEN_TTL, env.SEARCH_CACHE_TTL) * 1000,
      /** Restarts with each page that is read. */
      pagingTtlMs: env.SEARCH_PAGING_TTL * 1000,
    },
    /** Null: every operation is executed. */
    answers: answers > 0 ? { bytes: bytes(answers) } : null,
    /** Memory data that searches read. */
    turns: { bytes: bytes(asked.turns) },
    plans: { bytes: bytes(asked.plans), ttlMs: env.CONTEXT_PLAN_CACHE_TTL * 1000 },
    /** Vectors of questions: a model's vector size is unknown before its first response. */
    embeddings: { entries: env.EMBEDDING_CACHE_SIZE, bytes: Math.floor(most) },
  } as const;
}
export type CacheConfig = ReturnType<typeof cacheConfig>;
