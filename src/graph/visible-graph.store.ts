import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import { visibleMemories } from '../memory/visible-memories.ts';
import type { Database } from '../platform/db/database.ts';

/**
 * What CURRENT memories within the reach name, for queries by ids. Each row of `mention` is one memory that names one entity. `few`: the
 * ids of all memories that may count, if they are few.
 */
export const visibleMentions = (db: Database, reach: Reach, few: readonly string[] | null) =>
  db
    .selectFrom('mention')
    .innerJoinLateral(saying(db, reach, 'mention'), (join) => join.onTrue())
    .where('mention.account_id', '=', reach.accountId)
    .where(ofMemories('mention', few));

/** The same for queries of everything, or of everything in some collections. */
export const allVisibleMentions = (db: Database, reach: Reach) =>
  visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .innerJoin('mention', 'mention.memory_id', 'memory.id')
    .whereRef('mention.account_id', '=', 'memory.account_id')
    .where('mention.account_id', '=', reach.accountId);

/** What CURRENT memories within the reach say about two entities, for queries by ids. */
export const visibleRelations = (db: Database, reach: Reach, few: readonly string[] | null) =>
  db
    .selectFrom('relation')
    .innerJoinLateral(saying(db, reach, 'relation'), (join) => join.onTrue())
    .where('relation.account_id', '=', reach.accountId)
    .where(ofMemories('relation', few));

/**
 * The memory that a row belongs to, looked up by key (`offset 0`): for an account that is new to the statistics, a join might
 * scan all memories, and all rows for each of them.
 */
const saying = (db: Database, reach: Reach, what: 'mention' | 'relation') =>
  visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .where(sql<boolean>`memory.id = ${sql.ref(`${what}.memory_id`)}`)
    .selectAll('memory')
    .offset(sql.lit(0))
    .as('memory');

/** Restricts a query to the collections; null: all. */
export const inCollections = (ids: readonly string[] | null) =>
  ids === null ? sql<boolean>`true` : sql<boolean>`memory.collection_id = any(${ids}::uuid[])`;

/** Restricts mentions or relations to those of some memories; null: of all. */
export const ofMemories = (what: 'mention' | 'relation', ids: readonly string[] | null) =>
  ids === null ? sql<boolean>`true` : sql<boolean>`${sql.ref(`${what}.memory_id`)} = any(${ids}::uuid[])`;
