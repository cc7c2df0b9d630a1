import type { Environment } from './env.ts';

/** How context is gathered. */
export interface ContextConfig {
  /** Most narratives that are told at once, by all processes together. */
  readonly narrativesAtOnce: number;
  /** Accounts that wrote or talked within so many hours have theirs told first. */
  readonly activeHours: number;
}

export const contextConfig = (env: Environment): ContextConfig => ({
  narrativesAtOnce: env.NARRATIVE_CONCURRENCY,
  activeHours: env.NARRATIVE_ACTIVE_HOURS,
});
