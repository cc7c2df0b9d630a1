import type { Environment } from './env.ts';

/** Quotas of an account, by plan. */
export const quotaConfig = (env: Environment) =>
  ({
    /** CURRENT memories. */
    memories: { FREE: env.QUOTA_MEMORIES_FREE, STARTER: env.QUOTA_MEMORIES_STARTER, PRO: env.QUOTA_MEMORIES_PRO },
    collections: {
      FREE: env.QUOTA_COLLECTIONS_FREE,
      STARTER: env.QUOTA_COLLECTIONS_STARTER,
      PRO: env.QUOTA_COLLECTIONS_PRO,
    },
  }) as const;
export type QuotaConfig = ReturnType<typeof quotaConfig>;

export const rateLimitConfig = (env: Environment) =>
  ({
    /** Requests per minute and account, by plan. */
    perMinute: { FREE: env.RATE_LIMIT_FREE, STARTER: env.RATE_LIMIT_STARTER, PRO: env.RATE_LIMIT_PRO },
    /** Operation cost that counts as one request. */
    costOfRequest: env.RATE_LIMIT_COST,
  }) as const;
export type RateLimitConfig = ReturnType<typeof rateLimitConfig>;
