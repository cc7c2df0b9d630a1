import type { Environment } from './env.ts';

/** How context is gathered. */
export interface ContextConfig {
  /** Most narratives that are told at once, by all processes together. */
  readonly narrativesAtOnce: number;
  /** Accounts that wrote or talked within so many hours have theirs told first. */
  readonly activeHours: number;
  readonly window: WindowConfig;
}

/** How much of the end of its conversation a context and an agent are given with a message. */
export interface WindowConfig {
  readonly maxMessages: number;
  /** Of them the newest, with content. */
  readonly maxWithContent: number;
  /** Of each content, in UTF-16 code units. */
  readonly maxContentLength: number;
}

export const contextConfig = (env: Environment): ContextConfig => ({
  narrativesAtOnce: env.NARRATIVE_CONCURRENCY,
  activeHours: env.NARRATIVE_ACTIVE_HOURS,
  window: {
    maxMessages: env.WINDOW_MESSAGES,
    maxWithContent: env.WINDOW_CONTENTS,
    maxContentLength: env.WINDOW_CHARACTERS,
  },
});
