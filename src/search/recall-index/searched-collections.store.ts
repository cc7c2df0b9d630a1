import { sql } from 'kysely';
import type { CollectionKey } from '../../collection/collection.ts';
import type { EraseDependents } from '../../erasure/erase-dependents.ts';
import { acrossAccounts } from '../../platform/db/account-guard.ts';
import type { Database } from '../../platform/db/database.ts';

/** For how long a collection counts as in use after a search. */
const useLasts = sql`interval '1 day'`;

/** Notes that these collections of any accounts were searched now; ignores those that are deleted. In one order, so that processes do not block each other. */
export async function noteSearched(db: Database, keys: readonly CollectionKey[]): Promise<void> {
  await sql`
    insert into searched_collection (account_id, collection_id, searched_at)
    select collection.account_id, collection.id, now()
    from unnest(
      ${keys.map(({ accountId }) => accountId)}::text[], ${keys.map(({ collectionId }) => collectionId)}::uuid[]
    ) as searched (account_id, id)
    join collection on collection.account_id = searched.account_id and collection.id = searched.id
    where collection.deleted_at is null
    order by collection.account_id, collection.id
    on conflict (account_id, collection_id) do update set searched_at = excluded.searched_at`.execute(db);
}

/** Returns the collections of all accounts that are in use, at most `limit`: those that were searched last come first. */
export async function lastSearched(db: Database, limit: number): Promise<CollectionKey[]> {
  const { rows } = await sql<CollectionKey>`
    select searched.account_id as "accountId", searched.collection_id as "collectionId"
    from searched_collection searched
    join collection on collection.account_id = searched.account_id and collection.id = searched.collection_id
    where searched.searched_at > now() - ${useLasts} and collection.deleted_at is null
    order by searched.searched_at desc, searched.collection_id limit ${limit}`.execute(
    acrossAccounts(db, 'searched_collection', 'collection'),
  );
  return rows;
}

/** Erases the notes about collections. */
export const eraseSearched: EraseDependents = async (db, accountId, collectionIds) => {
  const { numAffectedRows = 0n } = await sql`
    delete from searched_collection
    where account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[])`.execute(db);
  return Number(numAffectedRows);
};

/** Deletes the notes about collections that are no longer in use. */
export async function forgetSearched(db: Database): Promise<void> {
  await sql`delete from searched_collection where searched_at <= now() - ${useLasts}`.execute(
    acrossAccounts(db, 'searched_collection'),
  );
}
