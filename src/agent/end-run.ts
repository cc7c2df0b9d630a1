import { appendMessages } from '../conversation/append-messages.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { newMessage } from '../conversation/new-message.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Cited } from './agent.ts';
import type { AnswerCut } from './agent-run.ts';
import {
  type Attempt,
  type Ending,
  endRun,
  holdAbandoned,
  isCancelled,
  requeueRun,
  type Setback,
  whyNotHeld,
} from './end-run.store.ts';
import { tellFinished, tellPutBack } from './run-events.ts';
import { cite } from './run-memories.store.ts';
import type { ClaimedAttempt, ClaimedRun } from './run-queue.store.ts';

const cancelledFor = (error: string) => ({ status: 'CANCELLED', error, errorCode: 'CANCELLED' }) as const;
/** The endings of a run that was cancelled, by what did so. */
export const cancelled = cancelledFor('It was cancelled');
export const deleted = cancelledFor('Its conversation was deleted');
export const purged = cancelledFor('Its question was purged');
export const revoked = {
  ...cancelledFor('The API key that it was asked with was revoked'),
  errorCode: 'API_KEY_REVOKED',
} as const;

/** A complete answer. */
export interface Answer {
  readonly text: string;
  readonly citations: readonly Cited[];
  readonly cached: boolean;
  /** Why it is incomplete; null: it is complete. */
  readonly answerCut: AnswerCut | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

/** Ends a run within a transaction and records the last event of its stream. Returns false if it may not (see `endRun`). */
export async function finishRun(unit: UnitOfWork, attempt: Attempt, ending: Ending): Promise<boolean> {
  const conversationId = await endRun(unit.db, attempt, ending);
  if (conversationId === null) return false;
  tellFinished(unit, { id: attempt.id, conversationId });
  return true;
}

/**
 * Ends a run with its answer as a message, its citations and all events, in one transaction. Throws LeaseLostError if the attempt no
 * longer has the run, and RunCancelledError if somebody has asked to cancel it: they were told that it will end without an answer.
 */
export function succeed(
  db: Database,
  run: ClaimedRun,
  conversation: Conversation,
  { text, citations, ...answer }: Answer,
): Promise<void> {
  return inUnitOfWork(db, run.accountId, async (unit) => {
    const message = newMessage({ role: 'ASSISTANT', content: text, remember: false });
    // First, since all writers lock conversations before their runs.
    const appended = await appendMessages(unit, { conversation, messages: [message], readings: new Map(), by: null });
    if ('replayedIds' in appended) throw new Error('A message without a key was taken for a repeat');
    const ending = { ...answer, status: 'SUCCEEDED', partial: null, answerMessageId: message.id } as const;
    if (!(await finishRun(unit, run, ending))) throw await whyNotHeld(unit.db, run);
    await cite(unit.db, run, citations);
  });
}

type WithoutAnswer = Problem & { readonly status: 'FAILED' | 'CANCELLED'; readonly partial?: string | null };

/** Why an attempt has no answer. */
export type Problem = Required<Pick<Ending, 'error' | 'errorCode'>>;

/** Ends a run without an answer; a partial one stays with the run. Returns false if the attempt no longer has the run. */
export const endWithout = (db: Database, attempt: Attempt, ending: WithoutAnswer): Promise<boolean> =>
  inUnitOfWork(db, attempt.accountId, (unit) => finishRun(unit, attempt, ending));

/**
 * Handles an attempt that did not finish: requeues the run, or ends it if this was its second failure or it was cancelled meanwhile.
 * `problem` is then its error.
 */
export const setBack = (db: Database, attempt: ClaimedAttempt, setback: Setback, problem: Unfinished): Promise<void> =>
  inUnitOfWork(db, attempt.accountId, (unit) => putBackOrEnd(unit, attempt, setback, problem));

/** The same for an attempt whose process seems to have died, unless it has shown a sign of life since that was looked up. */
export const setBackAbandoned = (db: Database, attempt: ClaimedAttempt, problem: Problem): Promise<void> =>
  inUnitOfWork(db, attempt.accountId, async (unit) => {
    if (await holdAbandoned(unit.db, attempt)) await putBackOrEnd(unit, attempt, 'failed', problem);
  });

type Unfinished = Problem & { readonly partial?: string | null };

async function putBackOrEnd(
  unit: UnitOfWork,
  attempt: ClaimedAttempt,
  setback: Setback,
  { partial, ...problem }: Unfinished,
): Promise<void> {
  if (await requeueRun(unit.db, attempt, setback)) {
    tellPutBack(unit, attempt);
    return;
  }
  const ending = (await isCancelled(unit.db, attempt)) ? cancelled : ({ status: 'FAILED', ...problem } as const);
  await finishRun(unit, attempt, partial === undefined ? ending : { ...ending, partial });
}
