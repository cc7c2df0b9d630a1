import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { tenantTables } from '../db/tables.ts';
import type { DataTable } from './data-file.ts';

/** A table of this database. */
export interface StoredTable extends Omit<DataTable, 'rows'> {
  readonly key: readonly string[];
  /** Tables referenced by its rows. */
  readonly needs: readonly string[];
}

/** Specific to a database rather than its data: cached answers, what was searched, and columns that refer to an index or a transaction. */
const leftOut: { readonly tables: readonly string[]; readonly columns: readonly string[] } = {
  tables: ['search_ranking', 'searched_collection'],
  columns: ['memory_embedding.ann', 'purge_ledger.written_by'],
};

/** Sort keys for tables whose rows refer to other rows of the same table: these come first. */
const before: Readonly<Record<string, string>> = { collection: 'cardinality(path)' };

/** Returns the account tables of this database, each after those that it references, without generated columns. */
export async function exportedTables(db: Database, schema: string | null = null): Promise<StoredTable[]> {
  const names = tenantTables.filter((name) => !leftOut.tables.includes(name));
  const { rows } = await sql<StoredTable>`
    select name, (
      select array_agg(a.attname::text order by a.attnum) from pg_attribute a
      where a.attrelid = t.id and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and name || '.' || a.attname <> all(${leftOut.columns}::text[])
    ) as columns, (
      select array_agg(a.attname::text order by k.place) from pg_index i
      cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where i.indrelid = t.id and i.indisprimary
    ) as key, array(
      select distinct f.relname::text from pg_constraint c join pg_class f on f.oid = c.confrelid
      where c.conrelid = t.id and c.contype = 'f' and c.confrelid <> t.id
    ) as needs
    from unnest(${names}::text[]) with ordinality as n (name, place)
    cross join lateral (select to_regclass(format('%I.%I', coalesce(${schema}, current_schema()), name)) as id) t where t.id is not null order by n.place`.execute(
    db,
  );
  return inOrder(rows);
}

function inOrder(tables: readonly StoredTable[]): StoredTable[] {
  const ordered: StoredTable[] = [];
  const place = (table: StoredTable): void => {
    if (ordered.includes(table)) return;
    for (const needed of tables) if (table.needs.includes(needed.name)) place(needed);
    ordered.push(table);
  };
  for (const table of tables) place(table);
  return ordered;
}

/** Order in which a table's rows are read: by primary key, so that equal data gives equal files. */
export const rowOrder = ({ name, key }: StoredTable) =>
  sql.join([...(before[name] ? [sql.raw(before[name])] : []), ...key.map((column) => sql.ref(column))]);
