import { sql } from 'kysely';
import { acrossAccounts } from './account-guard.ts';
import type { Database } from './database.ts';
import { buildUnlessBuilt } from './index-builds.ts';
import { tenantTables } from './tables.ts';

/** Bytes of tables with their indexes, of all accounts together. */
export async function bytesOf(db: Database, tables: readonly string[]): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    select coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)::text as bytes from unnest(${tables}::text[]) name`.execute(
    db,
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** Smaller indexes are read faster than they are rebuilt. */
const leastBytes = 4 * 1024 * 1024;
/** A rebuild pays if at least half of the index is unused space. */
const leastRatio = 2;

/** Overhead of an HNSW index entry beside its vector: row pointers, and six bytes for each of its 2 × m neighbours. */
const links = sql`100 + 12 * coalesce((
  select option_value::int from pg_options_to_table(i.reloptions) where option_name = 'm'), 16)`;

/** The indexes of these tables: the rows `x` and `i` of each, and `am` of its access method. */
const indexesOf = (tables: readonly string[]) => sql`
  pg_index x join pg_class i on i.oid = x.indexrelid join pg_am am on am.oid = i.relam
    and x.indrelid = any(array(select to_regclass(name) from unnest(${tables}::text[]) name))`;

/**
 * B-tree and HNSW indexes of these tables that are much larger than their entries need, because of updated and deleted rows.
 * The estimate uses planner statistics, so the tables are analysed first. For GIN indexes
 * no estimate is possible; they reuse their free space.
 */
export async function bloatedIndexes(db: Database, tables: readonly string[]): Promise<string[]> {
  const everywhere = acrossAccounts(db, ...tenantTables);
  for (const table of tables) await sql`analyze ${sql.table(table)}`.execute(everywhere);
  const { rows } = await sql<{ name: string }>`
    with found as (
      select i.relname as name, pg_relation_size(i.oid) as bytes, i.reltuples as entries, (
        select sum(coalesce(known.avg_width, 8)) + case am.amname when 'hnsw' then ${links} else 16 end from pg_attribute a
        left join lateral (
          select max(avg_width) as avg_width from pg_stats
          where schemaname::regnamespace = t.relnamespace and attname = a.attname and tablename in (t.relname, i.relname)
        ) known on true
        where a.attrelid = i.oid
      ) as width
      from ${indexesOf(tables)} join pg_class t on t.oid = x.indrelid
      where am.amname in ('btree', 'hnsw')
    )
    select name from found
    where bytes >= ${leastBytes} and bytes > ${leastRatio}::float8 * entries * width / 0.9 order by bytes desc`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}

/** Flushes the pending lists of these tables' GIN indexes, which every search scans from end to end. */
export async function enterPending(db: Database, tables: readonly string[]): Promise<void> {
  await sql`
    select gin_clean_pending_list(i.oid) from ${indexesOf(tables)} where am.amname = 'gin'`.execute(db);
}

/**
 * Rebuilds an index without blocking writers. Must run outside of any transaction. First drops what an interrupted rebuild
 * left behind: nothing reads it, and every write maintains it.
 */
export const rebuildIndex = (db: Database, name: string): Promise<void> =>
  buildUnlessBuilt(db, name, async (connection) => {
    const { rows } = await sql<{ left: string }>`
      select i.relname as left from pg_index x join pg_class i on i.oid = x.indexrelid
      where not x.indisvalid and i.relname ~ ('^' || ${name} || '_cc(new|old)\\d*$')
        and x.indrelid = (select indrelid from pg_index where indexrelid = to_regclass(${name}))`.execute(connection);
    for (const { left } of rows) await sql`drop index concurrently ${sql.id(left)}`.execute(connection);
    await sql`reindex index concurrently ${sql.id(name)}`.execute(connection);
  });
