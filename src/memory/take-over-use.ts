import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { counted, maxCount } from './counted.ts';
import { fadedAt, leftAfter } from './faded.ts';

/** Recalls of a memory as stored in its row; instants in the database's text format. */
interface Use {
  readonly resonance: number;
  /** Resonance of recalls that answered a query; null or absent if all did. */
  readonly askedResonance?: number | null | undefined;
  readonly accessCount: number;
  readonly lastAccessedAt: string | null;
  readonly freshAt: string | null;
}

/** A memory's use before and after the recalls of others were added. */
export interface AddedUse {
  readonly before: Use;
  readonly after: Use;
}

/** Those of `ids` that were ever recalled, alone or together with others. */
export async function recalledAmong({ db, accountId }: UnitOfWork, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select memory.id from memory where account_id = ${accountId} and id = any(${ids}::uuid[]) and (
      access_count > 0
      or exists (select from co_occurrence pair where pair.account_id = ${accountId} and pair.memory_a = memory.id)
      or exists (select from co_occurrence pair where pair.account_id = ${accountId} and pair.memory_b = memory.id))`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Adds the recalls of locked memories to the one that replaces them, so that no usage is lost. */
export async function takeOverUse(unit: UnitOfWork, id: string, from: readonly string[]): Promise<AddedUse | null> {
  await addPartners(unit.db, unit.accountId, id, from);
  return addUse(unit.db, unit.accountId, id, from);
}

/** Reverts takeOverUse of `from`, its co-occurrences only for those in `of`. */
export async function giveBackUse(
  unit: UnitOfWork,
  id: string,
  use: AddedUse | null,
  memories: { readonly from: readonly string[]; readonly of: readonly string[] },
): Promise<void> {
  await takeBackPartners(unit.db, unit.accountId, id, memories);
  if (use) await takeBackUse(unit.db, unit.accountId, id, use);
}

const instant = (column: string) => sql`to_json(${sql.raw(column)})#>>'{}'`;
const useOf = (row: string) => sql`json_build_object('resonance', ${sql.raw(row)}.resonance,
  'askedResonance', ${sql.raw(row)}.asked_resonance, 'accessCount', ${sql.raw(row)}.access_count, 'lastAccessedAt', ${instant(`${row}.last_accessed_at`)},
  'freshAt', ${instant(`${row}.fresh_at`)})`;

/**
 * Adds the recalls of memories to those of the one that replaces them; all are locked. Returns its use before and after. It is
 * never less fresh than one that was just stored when it was.
 */
async function addUse(db: Database, accountId: string, id: string, from: readonly string[]): Promise<AddedUse | null> {
  const { rows } = await sql<AddedUse>`
    with all_of_them as (
      select memory.id, memory.resonance, memory.asked_resonance, memory.access_count, memory.last_accessed_at, memory.fresh_at,
        max(memory.last_accessed_at) over () as at, memory.collection_id
      from memory where account_id = ${accountId} and id = any(${[id, ...from]}::uuid[])
    ), total as (
      select sum(${fadedAt(sql`memory.at`)}) as resonance,
        sum(${fadedAt(sql`memory.at`, sql`coalesce(memory.asked_resonance, memory.resonance)`)}) as asked_resonance, least(sum(access_count), ${maxCount})::int as access_count,
        max(memory.at) as at, max(fresh_at) as fresh_at
      from all_of_them memory
      join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
    ), former as (
      select ${useOf('f')} as use from all_of_them f where f.id = ${id}
    ), changed as (
      update memory set resonance = total.resonance, asked_resonance = total.asked_resonance, access_count = total.access_count,
        last_accessed_at = total.at, fresh_at = case when total.fresh_at > memory.created_at then total.fresh_at end
      from total where memory.account_id = ${accountId} and memory.id = ${id} and total.at is not null
      returning memory.*
    )
    select former.use as before, ${useOf('changed')} as after from former, changed`.execute(db);
  return rows[0] ?? null;
}

/** Reverts addUse: exactly if the memory was not recalled since, otherwise by subtracting what is left of it. */
async function takeBackUse(db: Database, accountId: string, id: string, { before, after }: AddedUse): Promise<void> {
  const untilAdded = leftAfter(sql`${after.lastAccessedAt}::timestamptz - ${before.lastAccessedAt}::timestamptz`);
  const sinceAdded = leftAfter(sql`memory.last_accessed_at - ${after.lastAccessedAt}::timestamptz`);
  const leftOf = (one: number, sum: number) => sql`(${sum}::float8 - ${one}::float8 * ${untilAdded}) * ${sinceAdded}`;
  const [asked, askedSum] = [before.askedResonance ?? before.resonance, after.askedResonance ?? after.resonance];
  await sql`
    update memory set (resonance, asked_resonance, access_count, last_accessed_at, fresh_at) = (
      select case when same then ${before.resonance}::float8 else greatest(0, memory.resonance - left_of_it) end,
        case when same then ${before.askedResonance ?? null}::float8 else greatest(0, coalesce(memory.asked_resonance, memory.resonance) - left_of_asked) end,
        case when same then ${before.accessCount}::int
          else greatest(0, memory.access_count - ${after.accessCount - before.accessCount}::int) end,
        case when same then ${before.lastAccessedAt}::timestamptz else memory.last_accessed_at end,
        case when same or memory.fresh_at = ${after.freshAt}::timestamptz then ${before.freshAt}::timestamptz else memory.fresh_at end
      from (select memory.access_count = ${after.accessCount}::int
          and memory.last_accessed_at is not distinct from ${after.lastAccessedAt}::timestamptz as same,
        ${leftOf(before.resonance, after.resonance)} as left_of_it, ${leftOf(asked, askedSum)} as left_of_asked
        from collection where collection.account_id = ${accountId} and collection.id = memory.collection_id
      ) since
    )
    where account_id = ${accountId} and id = ${id}`.execute(db);
}

/** The memories that were recalled together with these, without duplicates and without those in `without`. */
const partners = (accountId: string, of: readonly string[], without: readonly string[]) => sql`
  select partner, least(sum(count), ${maxCount})::int as count from (
    select memory_b as partner, count from co_occurrence where account_id = ${accountId} and memory_a = any(${of}::uuid[])
    union all
    select memory_a, count from co_occurrence where account_id = ${accountId} and memory_b = any(${of}::uuid[])
  ) pair where partner <> all(${without}::uuid[]) group by partner`;

/**
 * Adds the co-occurrences of memories to the one that replaces them. Waits for partners that are being purged, and leaves out
 * those that are gone.
 */
async function addPartners(db: Database, accountId: string, id: string, from: readonly string[]): Promise<void> {
  await sql`
    insert into co_occurrence (account_id, memory_a, memory_b, count)
    select ${accountId}, least(${id}::uuid, partner), greatest(${id}::uuid, partner), count
    from (${partners(accountId, from, [id, ...from])} order by partner) other cross join lateral (
      select from memory where account_id = ${accountId} and memory.id = partner for key share
    ) there order by 2, 3
    on conflict (account_id, memory_a, memory_b) do update set count = ${counted(sql`co_occurrence.count`, sql`excluded.count`)}`.execute(
    db,
  );
}

/** Reverts addPartners for those of `from` that are in `of`. */
async function takeBackPartners(
  db: Database,
  accountId: string,
  id: string,
  { from, of }: { readonly from: readonly string[]; readonly of: readonly string[] },
): Promise<void> {
  await sql`
    update co_occurrence set count = co_occurrence.count - other.count
    from (${partners(accountId, of, [id, ...from])}) other
    where account_id = ${accountId}
      and memory_a = least(${id}::uuid, partner) and memory_b = greatest(${id}::uuid, partner)`.execute(db);
  await sql`
    delete from co_occurrence where account_id = ${accountId} and count <= 0
      and (memory_a = ${id} or memory_b = ${id})`.execute(db);
}
