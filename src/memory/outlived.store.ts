import { type RawBuilder, sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';

/** Memories of one account. */
export interface Outlived {
  readonly accountId: string;
  readonly ids: readonly string[];
}

/** CURRENT memories of any account whose validity has ended, at most `limit`, by account. */
export const expiredMemories = (db: Database, limit: number): Promise<Outlived[]> =>
  byAccount(
    db,
    sql`select memory.account_id, memory.id from memory
      where memory.status = 'CURRENT' and memory.valid_to <= now() order by memory.valid_to limit ${limit}`,
  );

/** Memories of any account and status that are older than their collection keeps them, at most `limit`, by account. */
export const memoriesPastRetention = (db: Database, limit: number): Promise<Outlived[]> =>
  byAccount(
    db,
    sql`select memory.account_id, memory.id from collection
      cross join lateral (
        select memory.account_id, memory.id from memory
        where memory.account_id = collection.account_id and memory.collection_id = collection.id
          and memory.created_at < now() - make_interval(days => collection.retention_days) limit ${limit}
      ) memory
      where collection.retention_days is not null and collection.deleted_at is null limit ${limit}`,
  );

async function byAccount(db: Database, found: RawBuilder<unknown>): Promise<Outlived[]> {
  const { rows } = await sql<Outlived>`
    select account_id as "accountId", array_agg(id order by id) as ids from (${found}) found group by account_id`.execute(
    acrossAccounts(db, 'memory', 'collection'),
  );
  return rows;
}
