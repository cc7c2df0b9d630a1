import { type RawBuilder, sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { isOfHiddenConversation, wasRestoredAfterItsEnd } from './memory-conditions.ts';

/** Memories of one account. */
export interface Outlived {
  readonly accountId: string;
  readonly ids: readonly string[];
}

/**
 * CURRENT memories of any account whose validity has ended, and which were not restored since, at most `limit`, grouped by account.
 * Without those that are about to be erased, which could fill the whole page.
 */
export const expiredMemories = (db: Database, limit: number): Promise<Outlived[]> =>
  byAccount(
    db,
    sql`select memory.account_id, memory.id from memory
      join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
      where memory.status = 'CURRENT' and memory.valid_to <= now() and collection.deleted_at is null and not ${isOfHiddenConversation}
        and not ${wasRestoredAfterItsEnd}
      order by memory.valid_to limit ${limit}`,
  );

const isPastRetention = sql`memory.created_at < now() - make_interval(days => collection.retention_days)`;

/** Memories of any account and status that have exceeded their collection's retention, at most `limit`, grouped by account. */
export const memoriesPastRetention = (db: Database, limit: number): Promise<Outlived[]> =>
  byAccount(
    db,
    sql`select memory.account_id, memory.id from collection
      cross join lateral (
        select memory.account_id, memory.id from memory
        where memory.account_id = collection.account_id and memory.collection_id = collection.id
          and ${isPastRetention} and not ${isOfHiddenConversation}
        limit ${limit}
      ) memory
      where collection.retention_days is not null and collection.deleted_at is null limit ${limit}`,
  );

/** Whether a memory has exceeded its retention; the collection's retention cannot change until the transaction ends. */
export async function holdPastRetention(db: Database, accountId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from memory join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id = ${id} and ${isPastRetention} for share of collection`.execute(
    db,
  );
  return rows.length > 0;
}

async function byAccount(db: Database, found: RawBuilder<unknown>): Promise<Outlived[]> {
  const { rows } = await sql<Outlived>`
    select account_id as "accountId", array_agg(id order by id) as ids from (${found}) found group by account_id`.execute(
    acrossAccounts(db, 'memory', 'collection', 'conversation'),
  );
  return rows;
}
