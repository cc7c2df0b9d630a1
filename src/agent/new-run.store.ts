import { type RawBuilder, sql } from 'kysely';
import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import { activeStatuses } from '../platform/run-status.ts';
import { lease } from './run-queue.store.ts';

/** A run that is about to be stored. */
interface NewRun {
  readonly id: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly model: string;
  readonly viewer: Viewer;
  /** Collections that are read beside that of the conversation. */
  readonly alsoRead: readonly string[];
  /** As of when it is asked; null: now. */
  readonly asOf: Date | null;
  /** Whether the process that stores the run starts working on it at once. */
  readonly taken: boolean;
  /** The message that already answers it; null if there is none yet. */
  readonly answerMessageId: string | null;
}

interface InsertedRun {
  readonly createdAt: Date;
  /** Null while it is queued. */
  readonly startedAt: Date | null;
  /** Null while it has no answer. */
  readonly finishedAt: Date | null;
}

/**
 * Inserts a run and its stream. The transaction has locked the conversation. The run keeps the permissions of its asker. If the
 * conversation already has an active run, inserts nothing and returns that run's id.
 */
export async function insertRun(db: Database, run: NewRun): Promise<InsertedRun | { readonly activeId: string }> {
  for (;;) {
    const inserted = await insertUnlessActive(db, run);
    if (inserted) return inserted;
    const activeId = await activeRunId(db, run.viewer.accountId, run.conversationId);
    // Null: the active run has ended since.
    if (activeId !== null) return { activeId };
  }
}

async function insertUnlessActive(db: Database, run: NewRun): Promise<InsertedRun | null> {
  const { viewer } = run;
  const { rows } = await sql<InsertedRun>`
    with run as (
      insert into agent_run (account_id, id, conversation_id, user_message_id, model, principal, plan, scopes,
        collection_ids, also_read, as_of, api_key_id, answer_message_id, status, attempt, lease_until, started_at, finished_at, cached)
      select ${viewer.accountId}, ${run.id}::uuid, ${run.conversationId}::uuid, ${run.messageId}::uuid, ${run.model},
        ${viewer.principal}, ${viewer.plan}, ${[...viewer.scopes]}::text[],
        ${viewer.collectionIds && [...viewer.collectionIds]}::uuid[], ${[...run.alsoRead]}::uuid[], ${run.asOf}::timestamptz,
        ${viewer.apiKeyId ?? null}::uuid, ${run.answerMessageId}::uuid, ${stateOf(run)}
      where not exists (select from agent_run where account_id = ${viewer.accountId}
        and conversation_id = ${run.conversationId} and status in ('QUEUED', 'RUNNING'))
      returning account_id, id, created_at, started_at, finished_at
    ), told as (
      insert into stream (account_id, kind, id) select account_id, 'agent_run', id from run
    )
    select created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt" from run`.execute(db);
  return rows[0] ?? null;
}

/** Values of the columns from `status` on. */
function stateOf({ taken, answerMessageId }: NewRun): RawBuilder<unknown> {
  const now = sql`clock_timestamp()`;
  if (answerMessageId !== null) return sql`'SUCCEEDED', 1, null, ${now}, ${now}, true`;
  return taken ? sql`'RUNNING', 1, ${lease}, ${now}, null, false` : sql`'QUEUED', 0, null, null, null, false`;
}

/** Returns the id of a conversation's active run. */
async function activeRunId(db: Database, accountId: string, conversationId: string): Promise<string | null> {
  const active = await db
    .selectFrom('agent_run')
    .select('id')
    .where('account_id', '=', accountId)
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', activeStatuses)
    .executeTakeFirst();
  return active?.id ?? null;
}
