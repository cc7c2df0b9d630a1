import type { JsonObject } from '../platform/json-object.ts';
import type { ModelFailure } from '../platform/language-model/language-model.errors.ts';
import type { RunStatus } from '../platform/run-status.ts';

/** Why a run failed or was cancelled. */
export type RunErrorCode = ModelFailure | 'CANCELLED' | 'API_KEY_REVOKED' | 'INTERNAL';
/** Why an answer is incomplete. */
export type AnswerCut = 'MODEL_LIMIT' | 'WITHHELD' | 'TOOL_LIMIT' | 'TOO_LONG';

/** A question to an agent, with its state and answer. */
export interface AgentRun {
  readonly id: string;
  readonly accountId: string;
  readonly conversationId: string;
  readonly status: RunStatus;
  readonly question: string;
  /** The answer so far; null before its first word. */
  readonly answer: string | null;
  /** Number of attempts so far. */
  readonly attempt: number;
  readonly userMessageId: string;
  readonly answerMessageId: string | null;
  readonly model: string;
  /** As of when it is asked; null: when it was asked. */
  readonly asOf: Date | null;
  /** Whether the answer was reused from an earlier run. */
  readonly cached: boolean;
  /** Why the run failed or was cancelled. */
  readonly error: string | null;
  /** Null if neither, and for runs of earlier versions. */
  readonly errorCode: RunErrorCode | null;
  /** Null if the answer is complete, or of a run of an earlier version. */
  readonly answerCut: AnswerCut | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

type Unset = 'error' | 'errorCode' | 'answerCut' | 'promptTokens' | 'completionTokens';
type Stored = Omit<AgentRun, 'status' | 'attempt' | 'cached' | Unset>;

/** Returns a run as it is when it is stored: queued, in its first attempt, or finished with the answer of an earlier run. */
export const newRun = (stored: Stored): AgentRun => ({
  ...stored,
  status: stored.finishedAt ? 'SUCCEEDED' : stored.startedAt ? 'RUNNING' : 'QUEUED',
  attempt: stored.startedAt ? 1 : 0,
  cached: stored.finishedAt !== null,
  error: null,
  errorCode: null,
  answerCut: null,
  promptTokens: null,
  completionTokens: null,
});

/** State of a run, where it belongs, and the sequence number of its newest event. */
export interface RunPlace {
  readonly conversationId: string;
  readonly collectionId: string;
  readonly seq: number;
  readonly status: RunStatus;
}

/** What may be reused of a run. */
export interface RunAnswer {
  readonly isActive: boolean;
  /** Null if there is no answer, it was removed, or the run changed memories. */
  readonly answer: string | null;
}

/** A memory that an answer is based on. */
export interface Citation {
  readonly runId: string;
  /** Number of the citation in the answer: `[1]`. */
  readonly index: number;
  readonly memoryId: string;
  /** The relevant part of the memory. */
  readonly quote: string | null;
}

/** A tool call of a run. */
export interface RunCall {
  readonly id: string;
  readonly runId: string;
  readonly tool: string;
  readonly input: JsonObject | null;
  readonly memoryIds: readonly string[];
}

/** Maximum length of a stored answer, in UTF-16 code units: that of a message. */
export const maxAnswerLength = 32_000;
