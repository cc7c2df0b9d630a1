import type { Environment } from './env.ts';

/** Settings of context assembly. */
export interface ContextConfig {
  /** Maximum number of narratives generated at once, across all processes. */
  readonly narrativesAtOnce: number;
  /** Narratives of accounts that wrote or chatted within this many hours are generated first. */
  readonly activeHours: number;
  readonly window: WindowConfig;
}

/** How much of the end of a conversation is passed with a message to a context or an agent. */
export interface WindowConfig {
  readonly maxMessages: number;
  /** The newest ones of them, which include their content. */
  readonly maxWithContent: number;
  /** Per content, in UTF-16 code units. */
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
