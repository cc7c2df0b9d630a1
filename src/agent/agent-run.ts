import type { RunStatus } from '../consolidation/consolidation.ts';
import type { JsonObject } from '../platform/json-object.ts';

/** A question to an agent and what became of it. */
export interface AgentRun {
  readonly id: string;
  readonly accountId: string;
  readonly conversationId: string;
  readonly status: RunStatus;
  readonly question: string;
  /** What there is of it; null before its first word. */
  readonly answer: string | null;
  /** How often it was begun. */
  readonly attempt: number;
  readonly userMessageId: string;
  readonly answerMessageId: string | null;
  readonly model: string;
  /** The answer was that of an earlier run. */
  readonly cached: boolean;
  /** Why it failed or was cancelled. */
  readonly error: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

type Stored = Omit<AgentRun, 'status' | 'attempt' | 'cached' | 'error' | 'promptTokens' | 'completionTokens'>;

/** A run as it is when it is stored: it waits, is in its first attempt, or has the answer of an earlier one. */
export const newRun = (stored: Stored): AgentRun => ({
  ...stored,
  status: stored.finishedAt ? 'SUCCEEDED' : stored.startedAt ? 'RUNNING' : 'QUEUED',
  attempt: stored.startedAt ? 1 : 0,
  cached: stored.finishedAt !== null,
  error: null,
  promptTokens: null,
  completionTokens: null,
});

/** Where a run stands, and the number of its newest event. */
export interface RunPlace {
  readonly conversationId: string;
  readonly collectionId: string;
  readonly seq: number;
  readonly status: RunStatus;
}

/** What of a run may be given again. */
export interface RunAnswer {
  readonly isActive: boolean;
  /** Null: there is none, none any more, or one that was more than an answer. */
  readonly answer: string | null;
}

/** A memory that an answer rests on. */
export interface Citation {
  readonly runId: string;
  /** As the answer names it: `[1]`. */
  readonly index: number;
  readonly memoryId: string;
  /** What of the memory counts. */
  readonly quote: string | null;
}

/** A tool that was used for an answer. */
export interface RunCall {
  readonly id: string;
  readonly runId: string;
  readonly tool: string;
  readonly input: JsonObject | null;
  readonly memoryIds: readonly string[];
}

/** Longest answer that is kept, in UTF-16 code units: that of a message. */
export const maxAnswerLength = 32_000;

/** What stands at the end of an answer that was cut. */
export const cutNote = '\n\n[The answer is cut at 32,000 characters.]';

/** What stands at the end of one that its model ended at a bound of its own, or withheld the rest of. */
export const unfinishedNote = '\n\n[The model did not finish this answer.]';
