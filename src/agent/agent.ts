import type { ModelUsage } from '../platform/language-model/language-model.ts';
import type { AnswerCut } from './agent-run.ts';

/** A memory, as an agent is given it. */
export interface Note {
  readonly memoryId: string;
  readonly content: string;
  /** It says how somebody wants to be answered. Omitted: it does not. */
  readonly isInstruction?: true;
  readonly speaker: string | null;
  readonly validFrom: Date;
  /** Null if the memory has no known end. */
  readonly validTo: Date | null;
  readonly timeZone: string;
  /** Number by which an answer cites it: `[1]`. */
  readonly number: number;
}

/** A note that a search found, with its similarity. */
export interface FoundNote extends Note {
  /** Null if the memory was not learnt in a conversation. */
  readonly conversationId: string | null;
  /** Whether an assistant said it. */
  readonly isOfAssistant: boolean;
  /** Whether it shares words with the question. */
  readonly lexical: boolean;
  /** Cosine similarity to the question; null if the semantic arm did not find it. */
  readonly cosine: number | null;
  /** Ids of memories that it has probably ended or changed: see `ConsolidationService.probablyOutdated`. Omitted: none. */
  readonly outdates?: ReadonlySet<string>;
}

/** An earlier message of the conversation. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  /** Name of the user who said it. */
  readonly speaker: string | null;
  readonly text: string;
}

/** The context that an answer is built on. */
export interface Background {
  /** The conversation before the question, oldest first, without messages that were purged. */
  readonly history: readonly Turn[];
  /** Memories, each as the line that a model is given. */
  readonly lines: readonly string[];
  /** Text that is not a memory of its own, such as narratives. */
  readonly text: string;
}

/** What an agent works with: one question, and what it may do to answer it, all with the permissions of the asker. */
export interface Desk {
  readonly question: string;
  /** Name of the asker. */
  readonly speaker: string | null;
  /** The time as of which it is asked. */
  readonly now: Date;
  /** The conversation before the question, oldest first. */
  readonly history: readonly Turn[];
  background(): Promise<Background>;
  /** Returns what is found, best first; behind the memories that have probably ended, what ended them. */
  search(query: string, limit: number): Promise<readonly FoundNote[]>;
  /** Returns the question with its misspelt words corrected, as `search` reads it. */
  spelt(question: string): Promise<string>;
  /** Returns the note with this number; null if the agent was given none. */
  noteOf(number: number): Note | null;
  /** Whether the agent may go on: a purge or a deletion takes the question away from it, since it was told of what is gone. */
  mayGoOn(): Promise<boolean>;
  /** Runs a tool that a model called. Returns what to tell the model, including what is wrong with the call. */
  use(tool: string, input: string): Promise<string>;
}

/** A memory that an answer cites. */
export interface Cited {
  readonly index: number;
  readonly memoryId: string;
  readonly quote: string;
}

export type AgentPart =
  | { readonly type: 'text'; readonly text: string }
  /** `cut`: why the answer is incomplete; null: it is complete. */
  | {
      readonly type: 'end';
      readonly citations: readonly Cited[];
      readonly usage: ModelUsage;
      readonly cut: AnswerCut | null;
    };

/** Answers questions. One agent serves many concurrently. */
export interface Agent {
  answer(desk: Desk, signal: AbortSignal): AsyncIterable<AgentPart>;
}

/** Name of the agent that needs no language model. */
export const extractiveModel = 'extractive';
