import type { Environment } from './env.ts';

/** How context is gathered. */
export interface ContextConfig {
  readonly planCacheBytes: number;
  readonly planCacheMs: number;
}

export const contextConfig = (env: Environment): ContextConfig => ({
  planCacheBytes: env.CONTEXT_PLAN_CACHE_MB * 1024 * 1024,
  planCacheMs: env.CONTEXT_PLAN_CACHE_TTL * 1000,
});
