import { sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import type { Database } from '../platform/db/database.ts';
import { lockByName } from '../platform/db/lock-by-name.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { dateWordCount } from '../platform/db/text-search.ts';
import { askedMemories, keysOf, type MemoryKey } from './asked-memories.ts';

/**
 * Synchronises the statistics with these memories: CURRENT ones count, others do not. Idempotent. Rows are written in order, so
 * that concurrent calls cannot deadlock.
 */
export const countMemories = (db: Database, accountId: string, ids: readonly string[]): Promise<void> =>
  countOfAll(db, keysOf(accountId, ids));

/** The same for memories of several accounts. */
export const countOfAll = (db: Database, memories: readonly MemoryKey[]): Promise<void> => adjust(db, memories, true);

/** Removes memories from the statistics; call it before their rows are deleted. */
export const uncountMemories = (db: Database, accountId: string, ids: readonly string[]): Promise<void> =>
  adjust(db, keysOf(accountId, ids), false);

/**
 * Locks memories in the order that all transactions use. It is a separate statement, so that the next one sees what the
 * transactions that it waited for have committed.
 */
export const lockRowsOf = (db: Database, memories: readonly MemoryKey[]): Promise<unknown> =>
  sql`${prepared}
    select from ${askedMemories(memories)} join memory on memory.account_id = asked.account_id and memory.id = asked.id
    order by memory.account_id, memory.id for no key update of memory`.execute(db);

async function adjust(db: Database, memories: readonly MemoryKey[], counting: boolean): Promise<void> {
  if (memories.length === 0) return;
  await lockRowsOf(db, memories);
  const { rows: spent } = await sql<{ place: string }>`${prepared}
    with changed as materialized (
      select memory.account_id, memory.id, memory.collection_id, memory.terms, memory.pieces, memory.term_count,
        memory.speaker, memory.role, case when counted.memory_id is null then 1 else -1 end as delta
      from ${askedMemories(memories)} join memory on memory.account_id = asked.account_id and memory.id = asked.id
      left join counted_memory counted on counted.account_id = memory.account_id and counted.memory_id = memory.id
      where (counted.memory_id is not null) <> (${counting}::boolean and memory.status = 'CURRENT')
    ), entry as (
      select account_id, collection_id, 'stem' as kind, lexeme as term, sum(delta)::int as memories
      from changed cross join unnest(terms) group by account_id, collection_id, lexeme
      union all
      select account_id, collection_id, 'word', lexeme, sum(delta)::int
      from changed cross join unnest(terms) where positions[cardinality(positions)] > ${dateWordCount}
      group by account_id, collection_id, lexeme
      union all
      select account_id, collection_id, 'participant', jsonb_build_array(speaker, role)::text, sum(delta)::int
      from changed group by account_id, collection_id, speaker, role
      union all
      select account_id, collection_id, 'piece', piece::text, sum(delta)::int
      from changed cross join unnest(pieces) as piece group by account_id, collection_id, piece
    ), written as (
      insert into term_statistic (account_id, collection_id, kind, term, memories)
      select account_id, collection_id, kind, term, memories from entry order by account_id, collection_id, kind, term
      on conflict (account_id, collection_id, kind, term)
        do update set memories = term_statistic.memories + excluded.memories
      returning ctid as place, memories
    ), summed as (
      insert into collection_statistic (account_id, collection_id, memories, term_count)
      select account_id, collection_id, sum(delta), sum(delta * term_count)
      from changed group by account_id, collection_id order by account_id, collection_id
      on conflict (account_id, collection_id) do update set
        memories = collection_statistic.memories + excluded.memories,
        term_count = collection_statistic.term_count + excluded.term_count
    ), marked as (
      insert into counted_memory (account_id, memory_id) select account_id, id from changed where delta > 0
    ), unmarked as (
      delete from counted_memory
      where (account_id, memory_id) in (select account_id, id from changed where delta < 0)
    )
    select place::text from written where memories <= 0`.execute(db);
  if (spent.length > 0) await forgetSpent(db, memories, spent);
}

/**
 * Deletes counts that dropped to zero. Terms are deleted by ctid, which is stable since this transaction has locked them. An
 * index of spent terms would be costly: it would include the count, so no update of a count could be HOT any more.
 */
async function forgetSpent(
  db: Database,
  memories: readonly MemoryKey[],
  terms: readonly { readonly place: string }[],
): Promise<void> {
  const accountIds = [...new Set(memories.map(({ accountId }) => accountId))];
  await sql`delete from term_statistic where account_id = any(${accountIds}::text[])
    and ctid = any(${terms.map(({ place }) => place)}::tid[]) and memories <= 0`.execute(db);
  await db
    .deleteFrom('collection_statistic')
    .where('account_id', 'in', accountIds)
    .where('memories', '<=', 0)
    .execute();
}

/** Counts memories of a collection within a transaction of a recount. */
export async function recountBatch(db: Database, of: CollectionKey, ids: readonly string[]): Promise<void> {
  await waitForRecounts(db, of);
  await countMemories(db, of.accountId, ids);
}

/** Serialises recounts: otherwise one could mark memories as counted while another drops their counts. */
const waitForRecounts = (db: Database, { accountId, collectionId }: CollectionKey): Promise<void> =>
  lockByName(db, `recount ${accountId} ${collectionId}`);

/**
 * Drops the statistics of a collection before a recount. Locks the consumer, so that one that is counting ends first: otherwise
 * its memories would be marked as counted while their counts are dropped.
 */
export async function forgetStatistics(db: Database, of: CollectionKey): Promise<void> {
  const { accountId, collectionId } = of;
  await waitForRecounts(db, of);
  await sql`select from consumer where account_id = ${accountId} and kind = 'collection'
    and stream_id = ${collectionId} and name = 'statistics' for update`.execute(db);
  await sql`delete from counted_memory using memory
    where counted_memory.account_id = ${accountId} and memory.account_id = ${accountId}
      and memory.id = counted_memory.memory_id and memory.collection_id = ${collectionId}`.execute(db);
  for (const table of ['term_statistic', 'collection_statistic'] as const) {
    await db.deleteFrom(table).where('account_id', '=', accountId).where('collection_id', '=', collectionId).execute();
  }
}
