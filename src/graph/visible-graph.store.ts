import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import { visibleMemories } from '../memory/memory.store.ts';
import type { Database } from '../platform/db/database.ts';

/** What CURRENT memories within the reach name. Each row of `mention` is one memory that names one entity. */
export const visibleMentions = (db: Database, reach: Reach) =>
  visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .innerJoin('mention', (join) =>
      join.onRef('mention.account_id', '=', 'memory.account_id').onRef('mention.memory_id', '=', 'memory.id'),
    )
    .where('mention.account_id', '=', reach.accountId);

/** What CURRENT memories within the reach say of two entities. */
export const visibleRelations = (db: Database, reach: Reach) =>
  visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .innerJoin('relation', (join) =>
      join.onRef('relation.account_id', '=', 'memory.account_id').onRef('relation.memory_id', '=', 'memory.id'),
    )
    .where('relation.account_id', '=', reach.accountId);

/** Of some collections alone; null: of all. */
export const inCollections = (ids: readonly string[] | null) =>
  ids === null ? sql<boolean>`true` : sql<boolean>`memory.collection_id = any(${ids}::uuid[])`;
