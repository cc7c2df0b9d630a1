import type { Viewer } from '../../src/account/viewer.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';

/** Inserts a conversation with messages of these contents. */
export async function converse(
  db: Database,
  { accountId }: Viewer,
  collectionId: string,
  contents: readonly string[],
  metadata: Record<string, unknown> | null = null,
) {
  const id = newId();
  await db.insertInto('conversation').values({ account_id: accountId, id, collection_id: collectionId }).execute();
  await db.insertInto('stream').values({ account_id: accountId, kind: 'conversation', id }).execute();
  const messages = contents.map((content, n) => ({
    account_id: accountId,
    id: newId(),
    conversation_id: id,
    seq: n + 1,
    role: 'USER' as const,
    content,
    metadata: metadata && JSON.stringify(metadata),
    sent_at: new Date(),
  }));
  await db.insertInto('message').values(messages).execute();
  return { id, messageIds: messages.map((message) => message.id) };
}
