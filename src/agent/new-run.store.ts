import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';

/** The run of a conversation that has not come to its end. */
export async function activeRunId(db: Database, accountId: string, conversationId: string): Promise<string | null> {
  const active = await db
    .selectFrom('agent_run')
    .select('id')
    .where('account_id', '=', accountId)
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', ['QUEUED', 'RUNNING'])
    .executeTakeFirst();
  return active?.id ?? null;
}

/** Writes a run that waits, with its stream. It keeps what its asker may see and do. */
export async function insertRun(
  db: Database,
  run: {
    readonly id: string;
    readonly conversationId: string;
    readonly messageId: string;
    readonly model: string;
    readonly viewer: Viewer;
  },
): Promise<void> {
  const { viewer } = run;
  await db
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
    .execute();
  await db.insertInto('stream').values({ account_id: viewer.accountId, kind: 'agent_run', id: run.id }).execute();
}
