import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { CollectionStore } from './collection.store.ts';
import { collectionChanged } from './collection-changed.ts';
import { wholeAccount } from './reach.ts';

/**
 * In a restored backup, collections that were moved out of this one before it was deleted are below it again. Moves them up to
 * the nearest ancestor that is kept, so that they are not deleted with it. A key that is taken there is dropped.
 */
export async function moveOutKept(unit: UnitOfWork, id: string, purged: ReadonlySet<string>): Promise<void> {
  const { db, accountId } = unit;
  const store = new CollectionStore(db);
  const all = wholeAccount(accountId);
  await store.lockTree(accountId);
  const path = (await store.pathOf(all, id)) ?? [];
  const target = path.slice(0, path.findLastIndex((above) => !purged.has(above)) + 1);
  const below = await store.byIds(all, await store.tree(all, [id]));
  for (const { id: kept, parentId, key } of below) {
    if (purged.has(kept) || parentId === null || !purged.has(parentId)) continue;
    const isTaken = key !== null && (await store.byKey(all, target.at(-1) ?? null, key)) !== null;
    await store.update(accountId, kept, isTaken ? { key: null } : {});
    await store.move(accountId, kept, target);
    unit.record({ ...collectionChanged(kept, ['parent']), shape: true });
  }
}
