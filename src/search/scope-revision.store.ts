import { sql } from 'kysely';
import { isBelow, isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';

/** Names what recall can see of some collections and all below them: equal while nothing of it has changed. */
export async function scopeRevision(
  db: Database,
  reach: Reach,
  collectionIds: readonly string[] | null,
): Promise<string> {
  const { rows } = await sql<{ revision: string | null }>`
    select sum(hashtextextended(collection.id::text, stream.memory_revision::bigint))::text as revision
    from collection join stream on stream.account_id = collection.account_id
      and stream.kind = 'collection' and stream.id = collection.id
    where ${isVisible(reach)} and ${isBelow(collectionIds)} and stream.memory_revision > 0`.execute(db);
  return rows[0]?.revision ?? '';
}
