import { sql } from 'kysely';
import { hasRevokedKey } from '../account/revoked-key.ts';
import type { Database } from '../platform/db/database.ts';
import { activeStatuses } from '../platform/run-status.ts';
import type { AnswerCut, RunErrorCode } from './agent-run.ts';
import { LeaseLostError } from './lease-lost.ts';
import { RunCancelledError } from './run-cancelled.ts';
import { type ClaimedAttempt, isLeaseOver, type RunKey } from './run-queue.store.ts';

/** A run in one of its attempts; null while the run is queued. */
export interface Attempt extends RunKey {
  readonly attempt: number | null;
}

/** Whether the run of a row `agent_run` is in this attempt, or still queued. */
const isAt = ({ accountId, id, attempt }: Attempt) => {
  const isThere =
    attempt === null
      ? sql`agent_run.status = 'QUEUED'`
      : sql`agent_run.status = 'RUNNING' and agent_run.attempt = ${attempt}`;
  return sql<boolean>`(agent_run.account_id = ${accountId} and agent_run.id = ${id} and ${isThere})`;
};

/** How an attempt ended. `partial` is the unfinished answer; null if the answer is a message or there is none. */
export interface Ending {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly error?: string;
  readonly errorCode?: RunErrorCode;
  readonly partial?: string | null;
  /** The message that holds the answer. */
  readonly answerMessageId?: string;
  readonly cached?: boolean;
  readonly answerCut?: AnswerCut | null;
  readonly promptTokens?: number | null;
  readonly completionTokens?: number | null;
}

/** Whether nobody has asked to cancel the run of a row `agent_run`. */
const isWanted = sql<boolean>`not agent_run.cancel_requested`;

/**
 * Ends a run, within a transaction. Returns its conversation's id; null if the attempt no longer has the run, or the run would succeed
 * though somebody has asked to cancel it: the caller must then change nothing.
 */
export async function endRun(db: Database, attempt: Attempt, ending: Ending): Promise<string | null> {
  const ended = await db
    .updateTable('agent_run')
    .where(isAt(attempt))
    .$if(ending.status === 'SUCCEEDED', (update) => update.where(isWanted))
    .set({
      status: ending.status,
      error: ending.error ?? null,
      error_code: ending.errorCode ?? null,
      answer_cut: ending.answerCut ?? null,
      cached: ending.cached ?? false,
      answer_message_id: ending.answerMessageId ?? null,
      prompt_tokens: ending.promptTokens ?? null,
      completion_tokens: ending.completionTokens ?? null,
      lease_until: null,
      finished_at: sql`clock_timestamp()`,
      ...(ending.partial !== undefined && { partial: ending.partial }),
      ...(ending.status === 'FAILED' && { failures: sql`failures + 1` }),
    })
    .returning('conversation_id')
    .executeTakeFirst();
  return ended?.conversation_id ?? null;
}

/** Why an attempt did not finish. */
export type Setback = 'failed' | 'handed back';

/**
 * Requeues a run for another attempt, within a transaction. Returns false if the attempt no longer has the run, the run is to be
 * cancelled, or this was its second failure.
 */
export async function requeueRun(db: Database, attempt: ClaimedAttempt, setback: Setback): Promise<boolean> {
  const failed = setback === 'failed' ? 1 : 0;
  const requeued = await db
    .updateTable('agent_run')
    .set({ status: 'QUEUED', lease_until: null, partial: null, failures: sql`failures + ${failed}` })
    .where(isAt(attempt))
    .where(isWanted)
    .where(sql<boolean>`failures + ${failed} < 2`)
    .returning('id')
    .execute();
  return requeued.length > 0;
}

/** Whether an attempt still has its run, and the run its conversation. */
export async function hasRun(db: Database, attempt: ClaimedAttempt): Promise<boolean> {
  const { accountId } = attempt;
  const { rows } = await sql`
    select from agent_run
    join conversation on conversation.account_id = ${accountId} and conversation.id = agent_run.conversation_id
      and conversation.deleted_at is null
    join collection on collection.account_id = ${accountId} and collection.id = conversation.collection_id
      and collection.deleted_at is null
    where ${isAt(attempt)}`.execute(db);
  return rows.length > 0;
}

/**
 * Locks a run until the transaction ends. Throws LeaseLostError if the attempt no longer has it, or the API key that it was asked with
 * was revoked, and RunCancelledError if somebody has asked to cancel it.
 */
export async function holdAttempt(db: Database, attempt: ClaimedAttempt): Promise<void> {
  const held = await db
    .selectFrom('agent_run')
    .select('id')
    .where(isAt(attempt))
    .where(isWanted)
    .where(({ not }) => not(hasRevokedKey('agent_run')))
    .forUpdate()
    .execute();
  if (held.length === 0) throw await whyNotHeld(db, attempt);
}

/** The error that tells an attempt why it may write nothing more. */
export const whyNotHeld = async (db: Database, run: RunKey): Promise<Error> =>
  (await isCancelled(db, run)) ? new RunCancelledError() : new LeaseLostError();

/** Locks a run until the transaction ends. Returns false if the attempt no longer has it, or its heartbeat came after all. */
export async function holdAbandoned(db: Database, attempt: ClaimedAttempt): Promise<boolean> {
  const held = await db
    .selectFrom('agent_run')
    .select('id')
    .where(isAt(attempt))
    .where(isLeaseOver)
    .forNoKeyUpdate()
    .execute();
  return held.length > 0;
}

/** Records a request to cancel an active run. Returns its status and attempt; null if it has already ended. */
export async function requestCancel(db: Database, { accountId, id }: RunKey) {
  const run = await db
    .updateTable('agent_run')
    .set({ cancel_requested: true })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('status', 'in', activeStatuses)
    .returning(['status', 'attempt'])
    .executeTakeFirst();
  return run ?? null;
}

/** Whether somebody has asked to cancel a run. */
export async function isCancelled(db: Database, { accountId, id }: RunKey): Promise<boolean> {
  const run = await db
    .selectFrom('agent_run')
    .select('cancel_requested')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  return run?.cancel_requested ?? false;
}
