import { type RawBuilder, sql } from 'kysely';
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
 * Adds recalls to the memories and locks them, in the order of their ids; answers those that it took. It waits for nobody,
 * so that it can block nobody: what somebody else holds is left out, as is what is gone.
 */
export async function addRecalls(db: Database, recalls: readonly MemoryRecall[]): Promise<Living[]> {
  const given = recalls.map(({ accountId, id, times }) => ({ account_id: accountId, id, times }));
  const { rows } = await sql<Living>`
    with asked as (
      select account_id, id, times from json_to_recordset(${JSON.stringify(given)}::json)
        as item (account_id text, id uuid, times int)
      order by account_id, id
    ), taken as materialized (
      select asked.* from asked ${lockMemories(sql`asked`, sql`no key update`)}
    ), recalled as (
      update memory set
        resonance = ${faded} + taken.times, access_count = access_count + taken.times, last_accessed_at = now()
      from taken, collection
      where memory.account_id = taken.account_id and memory.id = taken.id
        and collection.account_id = memory.account_id and collection.id = memory.collection_id
      returning memory.*
    )
    select ${livingColumns} from recalled memory ${livingJoins}`.execute(db);
  return rows;
}

/** Those of the recalls whose memories are there. */
export async function existing(db: Database, recalls: readonly MemoryRecall[]): Promise<MemoryRecall[]> {
  const given = recalls.map(({ accountId, id }) => ({ account_id: accountId, id }));
  const { rows } = await sql<{ id: string }>`
    select memory.id from json_to_recordset(${JSON.stringify(given)}::json) as asked (account_id text, id uuid)
    join memory on memory.account_id = asked.account_id and memory.id = asked.id`.execute(db);
  const ids = new Set(rows.map(({ id }) => id));
  return recalls.filter(({ id }) => ids.has(id));
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
    ), one as (
      select account_id, a as id from pair union select account_id, b from pair order by account_id, id
    ), held as materialized (
      select one.* from one ${lockMemories(sql`one`, sql`key share`)}
    )
    insert into co_occurrence (account_id, memory_a, memory_b, count)
    select account_id, a, b, times from pair
    where (account_id, a) in (select account_id, id from held) and (account_id, b) in (select account_id, id from held)
    order by account_id, a, b
    on conflict (account_id, memory_a, memory_b) do update set count = co_occurrence.count + excluded.count`.execute(
    db,
  );
}

/** Locks the memory of each row, one after the other by the primary key, and passes by those that somebody holds. */
const lockMemories = (rows: RawBuilder<unknown>, strength: RawBuilder<unknown>) => sql`
  cross join lateral (
    select from memory where memory.account_id = ${rows}.account_id and memory.id = ${rows}.id for ${strength} skip locked
  ) locked`;
