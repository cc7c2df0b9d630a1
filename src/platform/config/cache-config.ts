import type { Environment } from './env.ts';

/** What caches may hold, in bytes, and how long. */
export interface CacheConfig {
  readonly rankings: { readonly bytes: number; readonly ttlMs: number; readonly oftenTtlMs: number };
  /** Null: each operation is executed. */
  readonly answers: { readonly bytes: number } | null;
  /** What searches read of memories. */
  readonly turns: { readonly bytes: number };
  readonly plans: { readonly bytes: number; readonly ttlMs: number };
}

const megabyte = 1024 * 1024;
/** Of what the process may use, so much is for caches together. */
const shareOfMemory = 0.25;

/** The bounds of the settings, scaled down together where they do not fit. */
export function cacheConfig(env: Environment, memoryLimitBytes: number): CacheConfig {
  const answers = env.ENABLE_RESPONSE_CACHE === 'true' ? env.RESPONSE_CACHE_MB : 0;
  const asked = {
    rankings: env.SEARCH_CACHE_MB,
    answers,
    turns: env.SEARCH_TURNS_MB,
    plans: env.CONTEXT_PLAN_CACHE_MB,
  };
  const total = Object.values(asked).reduce((sum, megabytes) => sum + megabytes * megabyte, 0);
  const scale = Math.min(1, (memoryLimitBytes * shareOfMemory) / total);
  const bytes = (megabytes: number): number => Math.floor(megabytes * megabyte * scale);
  return {
    rankings: {
      bytes: bytes(asked.rankings),
      ttlMs: env.SEARCH_CACHE_TTL * 1000,
      oftenTtlMs: Math.max(env.SEARCH_CACHE_OFTEN_TTL, env.SEARCH_CACHE_TTL) * 1000,
    },
    answers: answers > 0 ? { bytes: bytes(answers) } : null,
    turns: { bytes: bytes(asked.turns) },
    plans: { bytes: bytes(asked.plans), ttlMs: env.CONTEXT_PLAN_CACHE_TTL * 1000 },
  };
}
