import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { askedMemories } from './asked-memories.ts';
import { counted } from './counted.ts';
import { type Lived, livingColumns, livingJoins } from './living.store.ts';

/** Number of recalls of a memory. */
export interface MemoryRecall {
  readonly accountId: string;
  readonly id: string;
  readonly times: number;
  /** How many of them answered a query. */
  readonly asked: number;
}

/** Number of times that two memories were recalled together; `a` is the lesser id. */
export interface PairRecall {
  readonly accountId: string;
  readonly a: string;
  readonly b: string;
  readonly times: number;
}

/**
 * Locks the recalled memories in the order of their ids; returns those that it locked. It skips missing memories and those locked
 * by others: it never waits, so it cannot take part in a deadlock.
 */
export async function lockRecalled(db: Database, recalls: readonly MemoryRecall[]): Promise<Lived[]> {
  const given = recalls.map(({ accountId, id, times, asked }) => ({ account_id: accountId, id, times, asked }));
  const { rows } = await sql<Lived>`${prepared}
    select ${livingColumns}, given.times, given.asked
    from json_to_recordset(${JSON.stringify(given)}::json) as given (account_id text, id uuid, times int, asked int)
    join memory on memory.account_id = given.account_id and memory.id = given.id ${livingJoins}
    order by memory.account_id, memory.id for no key update of memory skip locked`.execute(db);
  return rows;
}

/** The recalls whose memories exist. */
export async function existing(db: Database, recalls: readonly MemoryRecall[]): Promise<MemoryRecall[]> {
  const { rows } = await sql<{ id: string }>`
    select memory.id from ${askedMemories(recalls)} join memory
    on memory.account_id = asked.account_id and memory.id = asked.id`.execute(db);
  const ids = new Set(rows.map(({ id }) => id));
  return recalls.filter(({ id }) => ids.has(id));
}

/**
 * Counts pairs, in the order of their ids; the statement has to be committed alone. Key-share locks with `skip locked` keep the
 * memories from being purged: pairs of one that is being deleted are left out.
 */
export async function addPairs(db: Database, pairs: readonly PairRecall[]): Promise<void> {
  const given = pairs.map(({ accountId, a, b, times }) => ({ account_id: accountId, a, b, times }));
  await sql`${prepared}
    with pair as (
      select account_id, a, b, times from json_to_recordset(${JSON.stringify(given)}::json)
        as item (account_id text, a uuid, b uuid, times int)
    ), one as (
      select account_id, a as id from pair union select account_id, b from pair order by account_id, id
    ), held as materialized (
      select one.* from one cross join lateral (
        select from memory where memory.account_id = one.account_id and memory.id = one.id for key share skip locked
      ) locked
    )
    insert into co_occurrence (account_id, memory_a, memory_b, count)
    select account_id, a, b, times from pair
    where (account_id, a) in (select account_id, id from held) and (account_id, b) in (select account_id, id from held)
    order by account_id, a, b
    on conflict (account_id, memory_a, memory_b) do update set count = ${counted(sql`co_occurrence.count`, sql`excluded.count`)}`.execute(
    db,
  );
}
