import { type RawBuilder, sql } from 'kysely';
import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import { lease } from './run-queue.store.ts';

/** A run that is about to be stored. */
export interface NewRun {
  readonly id: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly model: string;
  readonly viewer: Viewer;
  /** Whether whoever stores it works on it at once. */
  readonly taken: boolean;
  /** The message that answers it already; null: none yet. */
  readonly answerMessageId: string | null;
}

export interface InsertedRun {
  readonly createdAt: Date;
  /** Null: it waits. */
  readonly startedAt: Date | null;
  /** Null: it has no answer yet. */
  readonly finishedAt: Date | null;
}

/**
 * Writes a run with its stream, of a conversation that the transaction has locked; it keeps what its asker may see and do. Where the
 * conversation has one that has not ended, that one's id is answered and nothing is written.
 */
export async function insertRun(db: Database, run: NewRun): Promise<InsertedRun | { readonly activeId: string }> {
  for (;;) {
    const inserted = await insertUnlessActive(db, run);
    if (inserted) return inserted;
    const activeId = await activeRunId(db, run.viewer.accountId, run.conversationId);
    // None: the one in the way has ended since.
    if (activeId !== null) return { activeId };
  }
}

async function insertUnlessActive(db: Database, run: NewRun): Promise<InsertedRun | null> {
  const { viewer } = run;
  const { rows } = await sql<InsertedRun>`
    with run as (
      insert into agent_run (account_id, id, conversation_id, user_message_id, model, principal, plan, scopes,
        collection_ids, answer_message_id, status, attempt, lease_until, started_at, finished_at, cached)
      select ${viewer.accountId}, ${run.id}::uuid, ${run.conversationId}::uuid, ${run.messageId}::uuid, ${run.model},
        ${viewer.principal}, ${viewer.plan}, ${[...viewer.scopes]}::text[],
        ${viewer.collectionIds && [...viewer.collectionIds]}::uuid[], ${run.answerMessageId}::uuid, ${stateOf(run)}
      where not exists (select from agent_run where account_id = ${viewer.accountId}
        and conversation_id = ${run.conversationId} and status in ('QUEUED', 'RUNNING'))
      returning account_id, id, created_at, started_at, finished_at
    ), told as (
      insert into stream (account_id, kind, id) select account_id, 'agent_run', id from run
    )
    select created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt" from run`.execute(db);
  return rows[0] ?? null;
}

/** Of the columns from `status` on. */
function stateOf({ taken, answerMessageId }: NewRun): RawBuilder<unknown> {
  const now = sql`clock_timestamp()`;
  if (answerMessageId !== null) return sql`'SUCCEEDED', 1, null, ${now}, ${now}, true`;
  return taken ? sql`'RUNNING', 1, ${lease}, ${now}, null, false` : sql`'QUEUED', 0, null, null, null, false`;
}

/** The run of a conversation that has not come to its end. */
async function activeRunId(db: Database, accountId: string, conversationId: string): Promise<string | null> {
  const active = await db
    .selectFrom('agent_run')
    .select('id')
    .where('account_id', '=', accountId)
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', ['QUEUED', 'RUNNING'])
    .executeTakeFirst();
  return active?.id ?? null;
}
