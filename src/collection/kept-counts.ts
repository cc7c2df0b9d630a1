import { type SqlBool, sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Reach } from './reach.ts';
import { visibleCollections } from './visible-collections.ts';

/**
 * Number of CURRENT memories or conversations per visible collection, from the counters of its stream: counting the rows would
 * take time proportional to their number.
 */
export async function keptCounts(
  db: Database,
  reach: Reach,
  collectionIds: readonly string[],
  of: 'memory_count' | 'conversation_count',
): Promise<Map<string, number>> {
  const rows = await visibleCollections(db, reach)
    .where(sql<SqlBool>`collection.id = any(${collectionIds}::uuid[])`)
    .select(['collection.id', `stream.${of} as count`])
    .execute();
  const counts = new Map(rows.map(({ id, count }) => [id, count]));
  return new Map(collectionIds.map((id) => [id, counts.get(id) ?? 0]));
}
