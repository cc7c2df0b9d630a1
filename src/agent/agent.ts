import type { ModelUsage } from '../platform/language-model/language-model.ts';

/** Something remembered, as an agent is given it. */
export interface Note {
  readonly memoryId: string;
  readonly content: string;
  readonly speaker: string | null;
  readonly validFrom: Date;
  /** Null: until further notice. */
  readonly validTo: Date | null;
  readonly timeZone: string;
  /** How an answer names it: `[1]`. */
  readonly number: number;
}

/** A note that a search found, and how near it is. */
export interface FoundNote extends Note {
  /** Null where it was learnt in none. */
  readonly conversationId: string | null;
  /** Shares words with the question. */
  readonly lexical: boolean;
  /** Cosine to the question, where the semantic arm found it. */
  readonly cosine: number | null;
}

/** What was said before. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  /** Who of the users said it, by name. */
  readonly speaker: string | null;
  readonly text: string;
}

/** What an answer is built on. */
export interface Background {
  /** The conversation before the question, oldest first: what of it still stands. */
  readonly history: readonly Turn[];
  /** Memories, each as a model is told of it. */
  readonly lines: readonly string[];
  /** What is no memory of its own, such as narratives. */
  readonly text: string;
}

/** What an agent has before it: one question, and what it may do for it, all within what the asker may see and do. */
export interface Desk {
  readonly question: string;
  /** Who asks, by name. */
  readonly speaker: string | null;
  /** The conversation before the question, oldest first. */
  readonly history: readonly Turn[];
  background(): Promise<Background>;
  search(query: string, limit: number): Promise<readonly FoundNote[]>;
  /** The note of this number, if the agent was given one. */
  noteOf(number: number): Note | null;
  /** Runs a tool that a model called, and answers what to tell it: also what is wrong with the call. */
  use(tool: string, input: string): Promise<string>;
}

/** A memory that an answer names. */
export interface Cited {
  readonly index: number;
  readonly memoryId: string;
  readonly quote: string;
}

export type AgentPart =
  | { readonly type: 'text'; readonly text: string }
  /** `isWhole`: false where the model did not come to its end. */
  | {
      readonly type: 'end';
      readonly citations: readonly Cited[];
      readonly usage: ModelUsage;
      readonly isWhole: boolean;
    };

/** Answers questions. One serves many at once. */
export interface Agent {
  answer(desk: Desk, signal: AbortSignal): AsyncIterable<AgentPart>;
}

/** The name of the agent that needs no language model. */
export const extractiveModel = 'extractive';
