import { sql } from 'kysely';
import type { Viewer } from '../account/viewer.ts';
import { isBelow, isVisible, reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';

/**
 * Returns the revisions of collections and all below them, each with the last times at which a memory began or ceased to hold by time
 * alone. Must be read before anything is recalled: a change meanwhile then makes the cached answer stale.
 */
export async function revisionsOf(db: Database, viewer: Viewer, collectionIds: readonly string[]): Promise<unknown> {
  const { accountId } = viewer;
  const { rows } = await sql`${prepared}
    select stream.id, stream.memory_revision, (
      select max(valid_to) from memory
      where account_id = ${accountId} and collection_id = stream.id and status = 'CURRENT' and valid_to <= now()) as ended, (
      select max(valid_from) from memory
      where account_id = ${accountId} and collection_id = stream.id and status = 'CURRENT'
        and valid_from > created_at and valid_from <= now()) as begun
    from collection
    join stream on stream.account_id = ${accountId} and stream.kind = 'collection' and stream.id = collection.id
    where ${isVisible(reachOf(viewer))} and ${isBelow(collectionIds)}
    order by stream.id`.execute(db);
  return rows;
}
