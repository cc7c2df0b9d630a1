import type { Environment } from './env.ts';

export type PlanName = 'FREE' | 'STARTER' | 'PRO';

export interface RateLimitConfig {
  /** Requests of an account in a minute, by its plan. */
  readonly perMinute: Readonly<Record<PlanName, number>>;
  /** What an operation may cost that counts as one request. */
  readonly costOfRequest: number;
}

export const rateLimitConfig = (env: Environment): RateLimitConfig => ({
  perMinute: { FREE: env.RATE_LIMIT_FREE, STARTER: env.RATE_LIMIT_STARTER, PRO: env.RATE_LIMIT_PRO },
  costOfRequest: env.RATE_LIMIT_COST,
});
