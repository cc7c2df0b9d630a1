import type { JsonObject } from '../platform/json-object.ts';

export type RunStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

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

type Asked = Pick<
  AgentRun,
  'id' | 'accountId' | 'conversationId' | 'question' | 'userMessageId' | 'model' | 'createdAt' | 'startedAt'
>;

/** A run as it is when it is stored: it waits or, where it has started, is in its first attempt. */
export const newRun = ({
  id,
  accountId,
  conversationId,
  question,
  userMessageId,
  model,
  ...times
}: Asked): AgentRun => ({
  id,
  accountId,
  conversationId,
  status: times.startedAt === null ? 'QUEUED' : 'RUNNING',
  question,
  answer: null,
  attempt: times.startedAt === null ? 0 : 1,
  userMessageId,
  answerMessageId: null,
  model,
  cached: false,
  error: null,
  promptTokens: null,
  completionTokens: null,
  createdAt: times.createdAt,
  startedAt: times.startedAt,
  finishedAt: null,
});

/** Where a run stands, and the number of its newest event. */
export interface RunPlace {
  readonly conversationId: string;
  readonly collectionId: string;
  readonly seq: number;
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

export const isActive = ({ status }: Pick<AgentRun, 'status'>): boolean => status === 'QUEUED' || status === 'RUNNING';

/** Longest answer that is kept, in UTF-16 code units: that of a message. */
export const maxAnswerLength = 32_000;

/** What stands at the end of an answer that was cut. */
export const cutNote = '\n\n[The answer is cut at 32,000 characters.]';
