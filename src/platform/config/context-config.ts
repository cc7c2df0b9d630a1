import type { Environment } from './env.ts';

/** Settings of context assembly. */
export const contextConfig = (env: Environment) =>
  ({
    /** Maximum number of narratives generated at once, across all processes. */
    narrativesAtOnce: env.NARRATIVE_CONCURRENCY,
    /** Narratives of accounts that wrote or chatted within this many hours are generated first. */
    activeHours: env.NARRATIVE_ACTIVE_HOURS,
    /** How much of the end of a conversation is passed with a message to a context or an agent. */
    window: {
      maxMessages: env.WINDOW_MESSAGES,
      /** The newest ones of them, which include their content. */
      maxWithContent: env.WINDOW_CONTENTS,
      /** Per content, in UTF-16 code units. */
      maxContentLength: env.WINDOW_CHARACTERS,
    },
  }) as const;
export type ContextConfig = ReturnType<typeof contextConfig>;
