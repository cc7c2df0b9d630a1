import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import { visibleMemories } from '../memory/memory.store.ts';
import type { Database } from '../platform/db/database.ts';

/**
 * What CURRENT memories within the reach name, for who asks for some of it by ids. Each row of `mention` is one memory that names one entity.
 */
export const visibleMentions = (db: Database, reach: Reach) =>
  db
    .selectFrom('mention')
    .innerJoinLateral(saying(db, reach, 'mention'), (join) => join.onTrue())
    .where('mention.account_id', '=', reach.accountId);

/** The same, for who asks for all of it, or all of some collections. */
export const allVisibleMentions = (db: Database, reach: Reach) =>
  visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .innerJoin('mention', (join) =>
      join.onRef('mention.account_id', '=', 'memory.account_id').onRef('mention.memory_id', '=', 'memory.id'),
    )
    .where('mention.account_id', '=', reach.accountId);

/** What CURRENT memories within the reach say of two entities, for who asks for some of it by ids. */
export const visibleRelations = (db: Database, reach: Reach) =>
  db
    .selectFrom('relation')
    .innerJoinLateral(saying(db, reach, 'relation'), (join) => join.onTrue())
    .where('relation.account_id', '=', reach.accountId);

/**
 * The memory that says it, by its key (`offset 0`): of an account that is new to the statistics a join might go through all memories, and
 * through all that is said for each of them.
 */
const saying = (db: Database, reach: Reach, what: 'mention' | 'relation') =>
  visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .where(sql<boolean>`memory.id = ${sql.ref(`${what}.memory_id`)}`)
    .selectAll('memory')
    .offset(sql.lit(0))
    .as('memory');

/** Of some collections alone; null: of all. */
export const inCollections = (ids: readonly string[] | null) =>
  ids === null ? sql<boolean>`true` : sql<boolean>`memory.collection_id = any(${ids}::uuid[])`;
