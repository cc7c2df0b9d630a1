import { sql } from 'kysely';
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
}

export interface InsertedRun {
  readonly createdAt: Date;
  /** Null: it waits. */
  readonly startedAt: Date | null;
}

/**
 * Writes a run with its stream; it keeps what its asker may see and do. Where the conversation has one that has not ended, that
 * one's id is answered and nothing is written.
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
  const { viewer, taken } = run;
  const state = taken ? sql`'RUNNING', 1, ${lease}, clock_timestamp()` : sql`'QUEUED', 0, null, null`;
  const { rows } = await sql<InsertedRun>`
    with run as (
      insert into agent_run (account_id, id, conversation_id, user_message_id, model, principal, plan, scopes,
        collection_ids, status, attempt, lease_until, started_at)
      values (${viewer.accountId}, ${run.id}, ${run.conversationId}, ${run.messageId}, ${run.model}, ${viewer.principal},
        ${viewer.plan}, ${[...viewer.scopes]}, ${viewer.collectionIds && [...viewer.collectionIds]}, ${state})
      on conflict do nothing returning account_id, id, created_at, started_at
    ), told as (
      insert into stream (account_id, kind, id) select account_id, 'agent_run', id from run
    )
    select created_at as "createdAt", started_at as "startedAt" from run`.execute(db);
  return rows[0] ?? null;
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
