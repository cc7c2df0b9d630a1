import { sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import type { CollectionKey } from './collection.ts';

/** A collection as seen by a viewer limited to certain collections and their descendants. */
export interface Sight extends CollectionKey {
  readonly within: readonly string[];
}

/** Indexes of the sights that are lost, since the collection was moved away or deleted. One statement for all accounts. */
export async function lostSights(db: Database, sights: readonly Sight[]): Promise<number[]> {
  const { rows } = await sql<{ place: number }>`
    select (sight.place - 1)::int as place
    from unnest(
      ${sights.map(({ accountId }) => accountId)}::text[],
      ${sights.map(({ collectionId }) => collectionId)}::uuid[],
      ${sights.map(({ within }) => `{${within.join()}}`)}::text[]
    ) with ordinality as sight (account_id, id, within, place)
    where not exists (
      select from collection
      where collection.account_id = sight.account_id and collection.id = sight.id
        and deleted_at is null and path && sight.within::uuid[]
    )`.execute(acrossAccounts(db, 'collection'));
  return rows.map(({ place }) => place);
}
