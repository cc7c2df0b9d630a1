import { type RawBuilder, sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';

/**
 * Maximum number of memories that are few. What they say is found by their ids: in an account of many users, a name that is common among
 * all would be looked up in the memories of all.
 */
const mostFew = 1_000;

/** Returns the ids of all memories in the collections if they are few; otherwise null. */
export const memoriesOfFew = (
  db: Database,
  accountId: string,
  collectionIds: readonly string[],
): Promise<readonly string[] | null> =>
  fewOf(db, accountId, sql`select id from unnest(${collectionIds}::uuid[]) as collection (id)`);

/** The same for a viewer who is limited to some collections; null for the others. */
export const memoriesOfFewIn = async (db: Database, reach: Reach): Promise<readonly string[] | null> =>
  reach.within === null
    ? null
    : await fewOf(db, reach.accountId, sql`select id from collection where ${isVisible(reach)}`);

/** They are ordered so that an index is read. */
async function fewOf(db: Database, accountId: string, collections: RawBuilder<unknown>): Promise<string[] | null> {
  const { rows } = await sql<{ id: string }>`
    select held.id from (${collections}) of cross join lateral (
      select memory.id from memory where memory.account_id = ${accountId} and memory.collection_id = of.id
      order by memory.created_at, memory.id limit ${mostFew + 1}
    ) held limit ${mostFew + 1}`.execute(db);
  return rows.length > mostFew ? null : rows.map(({ id }) => id);
}
