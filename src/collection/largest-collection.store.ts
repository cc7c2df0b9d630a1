import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import type { CollectionKey } from './collection.ts';

/** The largest collection of any account with at most `mostMemories` memories; null if none has any. */
export async function largestCollection(db: Database, mostMemories: number): Promise<CollectionKey | null> {
  const found = await acrossAccounts(db, 'collection', 'stream')
    .selectFrom('stream')
    .innerJoin('collection', 'collection.id', 'stream.id')
    .whereRef('collection.account_id', '=', 'stream.account_id')
    .select(['collection.account_id as accountId', 'collection.id as collectionId'])
    .where('stream.kind', '=', 'collection')
    .where('stream.memory_count', '>', 0)
    .where('stream.memory_count', '<=', mostMemories)
    .where('collection.deleted_at', 'is', null)
    .orderBy('stream.memory_count', 'desc')
    .orderBy('collection.id')
    .limit(1)
    .executeTakeFirst();
  return found ?? null;
}
