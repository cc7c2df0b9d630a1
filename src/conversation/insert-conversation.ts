import type { Insertable } from 'kysely';
import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import { holdConversations } from '../memory/hold-conversations.ts';
import type { Tables } from '../platform/db/tables.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { ConversationStore } from './conversation.store.ts';

/** Maximum attempts to insert: each but the first means that the conversation with the key was deleted at that moment. */
const mostAttempts = 3;

/**
 * Inserts a conversation within a transaction. If another one in the collection has the key, returns the id of that one, which is not
 * deleted before the transaction ends: what the transaction keeps about it, its deletion then finds. Null: inserted.
 */
export async function insertConversation(
  unit: UnitOfWork,
  viewer: Viewer,
  row: Insertable<Tables['conversation']>,
): Promise<string | null> {
  const store = new ConversationStore(unit.db);
  const collectionId = row.collection_id;
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const isNew = await store.insert(row);
    if (isNew) {
      const event = { type: 'ConversationAdded', subjectId: row.id, conversations: 1 } as const;
      unit.record({ ...event, kind: 'collection', streamId: collectionId });
      return null;
    }
    const there = await store.byKey(reachOf(viewer), collectionId, row.key ?? '');
    if (there && (await holdConversations(unit.db, viewer.accountId, [there.id], [])).size > 0) return there.id;
    if (!there && !(await store.hasCollection(reachOf(viewer), collectionId)))
      throw new NotFoundError({ type: 'Collection', id: collectionId });
  }
  throw new ConflictError('STATE', {
    message: 'The conversation that has this key is being deleted: try again',
  });
}
