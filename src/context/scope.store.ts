import { sql } from 'kysely';
import { isBelow, isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';

/**
 * Returns a short text of what a plan depends on beside its message: the collections in scope, and the revisions of their settings,
 * graphs and narratives.
 */
export async function shapeOfScope(db: Database, reach: Reach, ids: readonly string[] | null): Promise<string> {
  const { rows } = await sql<{ shape: string }>`${prepared}
    select md5(coalesce(string_agg(collection.id || ' ' || stream.shape_revision, ',' order by collection.id), '')) as shape
    from collection
    join stream on stream.account_id = collection.account_id and stream.id = collection.id and stream.kind = 'collection'
    where ${isVisible(reach)} and ${isBelow(ids)}`.execute(db);
  return rows[0]?.shape ?? '';
}
