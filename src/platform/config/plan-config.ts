import type { Environment } from './env.ts';

type PlanName = 'FREE' | 'STARTER' | 'PRO';

export interface RateLimitConfig {
  /** Requests per minute and account, by plan. */
  readonly perMinute: Readonly<Record<PlanName, number>>;
  /** Operation cost that counts as one request. */
  readonly costOfRequest: number;
}

/** Quotas of an account, by plan. */
export interface QuotaConfig {
  /** CURRENT memories. */
  readonly memories: Readonly<Record<PlanName, number>>;
  readonly collections: Readonly<Record<PlanName, number>>;
}

export const quotaConfig = (env: Environment): QuotaConfig => ({
  memories: { FREE: env.QUOTA_MEMORIES_FREE, STARTER: env.QUOTA_MEMORIES_STARTER, PRO: env.QUOTA_MEMORIES_PRO },
  collections: {
    FREE: env.QUOTA_COLLECTIONS_FREE,
    STARTER: env.QUOTA_COLLECTIONS_STARTER,
    PRO: env.QUOTA_COLLECTIONS_PRO,
  },
});

export const rateLimitConfig = (env: Environment): RateLimitConfig => ({
  perMinute: { FREE: env.RATE_LIMIT_FREE, STARTER: env.RATE_LIMIT_STARTER, PRO: env.RATE_LIMIT_PRO },
  costOfRequest: env.RATE_LIMIT_COST,
});
