import type { Memory } from '../memory/memory.ts';

/** What kind of context a message asks for: it decides how much is looked for. */
export type QueryClass = 'SIMPLE' | 'COMPLEX' | 'NEW_CONVERSATION';

/** A way to gather context. */
export const contextStrategies = [
  'RECENT_MESSAGES',
  'SEARCH',
  'DEEP_SEARCH',
  'GRAPH',
  'NARRATIVE',
  'BOOTSTRAP',
] as const;
export type ContextStrategy = (typeof contextStrategies)[number];

/** Most strategies of a plan. */
export const mostStrategies = 6;

export interface ContextRequest {
  readonly message: string;
  /** With all below them; null: all that the viewer may read. */
  readonly collectionIds: readonly string[] | null;
  /** Null: whoever asks keeps the conversation elsewhere. */
  readonly conversationId: string | null;
  /** Who asks has the end of the conversation already: it is to be in no section. */
  readonly withoutRecent?: true;
  /** Most tokens of the whole text. */
  readonly tokenBudget: number;
  /** After so long what is not there is left out. */
  readonly deadlineMs: number;
}

export interface ContextPlan {
  /** At most `mostStrategies`, what answers most directly first. */
  readonly strategies: readonly ContextStrategy[];
  readonly cached: boolean;
  readonly plannedBy: 'rules' | 'model' | 'cache';
}

/** What one strategy adds: only what no section before it has. */
export interface ContextSection {
  readonly strategy: ContextStrategy;
  /** A line each; empty where there is nothing, or no room. */
  readonly text: string;
  readonly memories: readonly Memory[];
  /** Those of its lines that show no memory. */
  readonly told: string;
  /** Memories that the text tells of in words of its own, beside those that it shows. */
  readonly toldIds: readonly string[];
  readonly tokenCount: number;
  readonly tookMs: number;
  /** It was not there when the deadline came. */
  readonly timedOut: boolean;
}

/** What matters for a message, gathered for the prompt of a language model. */
export interface GatheredContext {
  readonly queryClass: QueryClass;
  readonly plan: ContextPlan;
  readonly sections: readonly ContextSection[];
  /** The sections under their headings. */
  readonly text: string;
  /** Nothing of what was looked for was late or failed. */
  readonly isWhole: boolean;
  readonly tokenCount: number;
  readonly tookMs: number;
}
