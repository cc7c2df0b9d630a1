import type { SelectQueryBuilder } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Tables } from '../platform/db/tables.ts';
import { isOfLivingConversation } from './memory-conditions.ts';

/** All memories of visible collections, except those of conversations that are deleted but not yet erased. */
export const visibleMemories = (
  db: Database,
  reach: Reach,
): SelectQueryBuilder<Tables, 'memory' | 'collection', object> =>
  db
    .selectFrom('memory')
    .innerJoin('collection', 'collection.id', 'memory.collection_id')
    .whereRef('collection.account_id', '=', 'memory.account_id')
    .where(isVisible(reach))
    .where(isOfLivingConversation(reach));
