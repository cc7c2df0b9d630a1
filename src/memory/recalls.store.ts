import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { faded } from './faded.ts';
import { type Living, livingColumns, livingJoins } from './living.store.ts';

/** A memory that was recalled some times. */
export interface MemoryRecall {
  readonly accountId: string;
  readonly id: string;
  readonly times: number;
}

/** Two memories that were recalled together some times; `a` is the lesser id. */
export interface PairRecall {
  readonly accountId: string;
  readonly a: string;
  readonly b: string;
  readonly times: number;
}

/**
 * Adds recalls to the memories and locks them, in the order of their ids. It waits for nobody, so that it can block
 * nobody: memories that somebody else holds are `held`, to be tried again. What is gone is left out.
 */
export async function addRecalls(
  db: Database,
  recalls: readonly MemoryRecall[],
): Promise<{ readonly living: Living[]; readonly held: ReadonlySet<string> }> {
  const given = recalls.map(({ accountId, id, times }) => ({ account_id: accountId, id, times }));
  const { rows } = await sql<Living & { readonly askedId: string }>`
    with asked as (
      select account_id, id, times from json_to_recordset(${JSON.stringify(given)}::json)
        as item (account_id text, id uuid, times int)
    ), taken as materialized (
      select memory.account_id, memory.id, asked.times from asked
      join memory on memory.account_id = asked.account_id and memory.id = asked.id
      order by memory.account_id, memory.id for no key update of memory skip locked
    ), recalled as (
      update memory set
        resonance = ${faded} + taken.times, access_count = access_count + taken.times, last_accessed_at = now()
      from taken, collection
      where memory.account_id = taken.account_id and memory.id = taken.id
        and collection.account_id = memory.account_id and collection.id = memory.collection_id
      returning memory.*
    ), living as (select ${livingColumns} from recalled memory ${livingJoins})
    select existing.id as "askedId", living.* from asked
    join memory existing on existing.account_id = asked.account_id and existing.id = asked.id
    left join living on living."accountId" = asked.account_id and living.id = asked.id`.execute(db);
  const held = rows.flatMap(({ id, askedId }) => (id === null ? [askedId] : []));
  return { living: rows.filter(({ id }) => id !== null), held: new Set(held) };
}

/**
 * Counts pairs, in the order of their ids; a statement to be committed alone. The memories are held against a purge,
 * without waiting for one: pairs of a memory that is being deleted are left out.
 */
export async function addPairs(db: Database, pairs: readonly PairRecall[]): Promise<void> {
  const given = pairs.map(({ accountId, a, b, times }) => ({ account_id: accountId, a, b, times }));
  await sql`
    with pair as (
      select account_id, a, b, times from json_to_recordset(${JSON.stringify(given)}::json)
        as item (account_id text, a uuid, b uuid, times int)
    ), held as materialized (
      select memory.account_id, memory.id from memory
      join (select account_id, a as id from pair union select account_id, b from pair) one
        on memory.account_id = one.account_id and memory.id = one.id
      order by memory.account_id, memory.id for key share of memory skip locked
    )
    insert into co_occurrence (account_id, memory_a, memory_b, count)
    select pair.account_id, a, b, times from pair
    join held first on first.account_id = pair.account_id and first.id = a
    join held second on second.account_id = pair.account_id and second.id = b
    order by pair.account_id, a, b
    on conflict (account_id, memory_a, memory_b) do update set count = co_occurrence.count + excluded.count`.execute(
    db,
  );
}
