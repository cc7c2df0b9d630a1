import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';

/**
 * Writes a run that waits, with its stream; it keeps what its asker may see and do. Where the conversation has one that has
 * not ended, that one's id is answered and nothing is written.
 */
export async function insertRun(
  db: Database,
  run: {
    readonly id: string;
    readonly conversationId: string;
    readonly messageId: string;
    readonly model: string;
    readonly viewer: Viewer;
  },
): Promise<string | null> {
  const { viewer } = run;
  const inserted = await db
    .insertInto('agent_run')
    .values({
      account_id: viewer.accountId,
      id: run.id,
      conversation_id: run.conversationId,
      user_message_id: run.messageId,
      model: run.model,
      principal: viewer.principal,
      plan: viewer.plan,
      scopes: [...viewer.scopes],
      collection_ids: viewer.collectionIds && [...viewer.collectionIds],
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  if (inserted.length === 0) return activeRunId(db, viewer.accountId, run.conversationId);
  await db.insertInto('stream').values({ account_id: viewer.accountId, kind: 'agent_run', id: run.id }).execute();
  return null;
}

/** The run of a conversation that has not come to its end. */
async function activeRunId(db: Database, accountId: string, conversationId: string): Promise<string> {
  const { id } = await db
    .selectFrom('agent_run')
    .select('id')
    .where('account_id', '=', accountId)
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', ['QUEUED', 'RUNNING'])
    .executeTakeFirstOrThrow();
  return id;
}
