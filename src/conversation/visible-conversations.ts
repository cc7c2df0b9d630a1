import type { SelectQueryBuilder } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Tables } from '../platform/db/tables.ts';

/** All conversations of visible collections that are not deleted. */
export const visibleConversations = (
  db: Database,
  reach: Reach,
): SelectQueryBuilder<Tables, 'conversation' | 'collection', object> =>
  db
    .selectFrom('conversation')
    .innerJoin('collection', 'collection.id', 'conversation.collection_id')
    .whereRef('collection.account_id', '=', 'conversation.account_id')
    .where(isVisible(reach))
    .where('conversation.deleted_at', 'is', null);
