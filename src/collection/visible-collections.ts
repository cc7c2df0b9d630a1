import type { SelectQueryBuilder } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Tables } from '../platform/db/tables.ts';
import { isVisible, type Reach } from './reach.ts';

/** All visible collections, with their streams. */
export const visibleCollections = (
  db: Database,
  reach: Reach,
): SelectQueryBuilder<Tables, 'collection' | 'stream', object> =>
  db
    .selectFrom('collection')
    .innerJoin('stream', 'stream.id', 'collection.id')
    .whereRef('stream.account_id', '=', 'collection.account_id')
    .where('stream.kind', '=', 'collection')
    .where(isVisible(reach));
