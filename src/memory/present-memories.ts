import type { Database } from '../platform/db/database.ts';
import { readBootstrap } from './bootstrap.store.ts';
import type { Memory } from './memory.ts';

/** The most present memories of a collection itself, for background work: it acts for no viewer, and this is no recall. */
export const presentMemories = (
  db: Database,
  { accountId, collectionId }: { readonly accountId: string; readonly collectionId: string },
  limit: number,
): Promise<Memory[]> =>
  readBootstrap(db, { reach: { accountId, within: null }, collectionIds: [collectionId], below: false, limit });
