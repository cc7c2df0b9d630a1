import type { Memory } from '../memory/memory.ts';

/** The kind of context that a message needs: it decides how much is searched. */
export type QueryClass = 'SIMPLE' | 'COMPLEX' | 'NEW_CONVERSATION';

/** The ways to gather context that a plan chooses from. */
export const plannedStrategies = [
  'RECENT_MESSAGES',
  'SEARCH',
  'DEEP_SEARCH',
  'GRAPH',
  'NARRATIVE',
  'BOOTSTRAP',
] as const;
export type PlannedStrategy = (typeof plannedStrategies)[number];

/** A way to gather context. INSTRUCTIONS are looked for with every message, and are part of the plan if there are any. */
export type ContextStrategy = PlannedStrategy | 'INSTRUCTIONS';

/** Maximum number of strategies for a message. */
export const mostStrategies = 6;

/** Maximum number of instructions in a context. */
export const mostInstructions = 20;

export interface ContextRequest {
  readonly message: string;
  /** Includes all collections below them; null: all that the viewer may read. */
  readonly collectionIds: readonly string[] | null;
  /** Null if the caller keeps the conversation elsewhere. */
  readonly conversationId: string | null;
  /** Gather what was valid then. Omitted: now. */
  readonly asOf?: Date | null;
  /** The caller already has the end of the conversation: omit it from all sections. */
  readonly withoutRecent?: true;
  /** Maximum number of tokens of the whole text. */
  readonly tokenBudget: number;
  /** Whatever takes longer than this is left out. */
  readonly deadlineMs: number;
}

export interface ContextPlan {
  /** At most `mostStrategies`, the most direct ones first. */
  readonly strategies: readonly ContextStrategy[];
  readonly cached: boolean;
  readonly plannedBy: 'rules' | 'model' | 'cache';
}

/** The contribution of one strategy, without what earlier sections contain. */
export interface ContextSection {
  readonly strategy: ContextStrategy;
  /** One line per item; empty if nothing was found or there was no room. */
  readonly text: string;
  readonly memories: readonly Memory[];
  /** The lines that show no memory. */
  readonly told: string;
  /** Memories that the text paraphrases, beside those that it shows. */
  readonly toldIds: readonly string[];
  readonly tokenCount: number;
  readonly tookMs: number;
  /** Whether the strategy missed the deadline. */
  readonly timedOut: boolean;
}

/** What matters for a message, for the prompt of a language model. */
export interface GatheredContext {
  readonly queryClass: QueryClass;
  readonly plan: ContextPlan;
  readonly sections: readonly ContextSection[];
  /** All sections under their headings. */
  readonly text: string;
  /** Whether no lookup was late or failed. */
  readonly isWhole: boolean;
  readonly tokenCount: number;
  readonly tookMs: number;
}
