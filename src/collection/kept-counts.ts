import { type SqlBool, sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Reach } from './reach.ts';
import { visibleCollections } from './visible-collections.ts';

/**
 * How many CURRENT memories or conversations each of some collections has, as its stream keeps it: to count them takes as long as there are
 * many. Collections that are not visible are left out.
 */
export async function keptCounts(
  db: Database,
  reach: Reach,
  collectionIds: readonly string[],
  of: 'memory_count' | 'conversation_count',
): Promise<{ readonly collectionId: string; readonly count: number }[]> {
  return visibleCollections(db, reach)
    .where(sql<SqlBool>`collection.id = any(${collectionIds}::uuid[])`)
    .select(['collection.id as collectionId', `stream.${of} as count`])
    .execute();
}
