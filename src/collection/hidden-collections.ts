import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { forgetMaking } from '../platform/db/idempotency.ts';
import { notePurged } from '../platform/db/purge-ledger.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { CollectionStore } from './collection.store.ts';
import type { Reach } from './reach.ts';

/** Collections that were hidden, and the parent of the topmost; null: it had none, or there are several. */
interface Hidden {
  readonly ids: readonly string[];
  readonly parentId: string | null;
}

/**
 * Hides a collection and all its descendants from every reader, to be erased; null: all within reach. Hides whole trees, so that nothing
 * visible remains below something hidden.
 */
export async function hideCollections(unit: UnitOfWork, reach: Reach, id: string | null): Promise<Hidden> {
  const store = new CollectionStore(unit.db);
  await store.lockTree(reach.accountId);
  const path = id === null ? [] : await store.requirePath(reach, id);
  const ids = await store.tree(reach, id === null ? null : [id]);
  await store.hide(reach.accountId, ids);
  await notePurged(unit.db, reach.accountId, 'collection', ids);
  await forgetMaking(unit.db, reach.accountId, ids);
  return { ids, parentId: path.at(-2) ?? null };
}

/** Locks and returns up to `limit` hidden collections that have no children: earlier writers have finished, and later ones wait. */
export async function lockHiddenCollections(db: Database, accountId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from collection
    where account_id = ${accountId} and deleted_at is not null and not exists (
      select from collection child where child.account_id = ${accountId} and child.parent_id = collection.id)
    order by id limit ${limit} for update`.execute(db);
  return rows.map(({ id }) => id);
}
