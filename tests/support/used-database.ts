import type { ClientBase } from 'pg';

type Connection = Pick<ClientBase, 'query'>;

const catalogues = ['pg_attribute', 'pg_constraint', 'pg_proc', 'pg_trigger', 'pg_db_role_setting', 'pg_statistic_ext'];

/** How many rows catalogues have, and which transaction wrote one last: by this who changed more than rows is known. */
export async function shapeOf(connection: Connection): Promise<string> {
  const each = catalogues.map((name) => `(select count(*) || ' ' || max(xmin::text::bigint) from ${name})`);
  const { rows } = await connection.query<{ shape: string }>(`select concat_ws(',', ${each.join(', ')}) as shape`);
  return rows[0]?.shape ?? '';
}

/** What a new database has rows in. */
const beginnings = ['schema_migration', 'version'];

/** Takes the rows away that a new database has not, and what was counted of them. */
export async function empty(connection: Connection): Promise<void> {
  const { rows } = await connection.query<{ tables: string | null }>(
    `select string_agg(oid::regclass::text, ', ') as tables from pg_class
     where relkind = 'r' and relnamespace <> all(array['pg_catalog', 'information_schema']::regnamespace[])
       and relname <> all($1) and pg_relation_size(oid) > 0`,
    [beginnings],
  );
  const tables = rows[0]?.tables;
  if (tables) await connection.query(`truncate ${tables} restart identity cascade`);
  await connection.query(`delete from pg_statistic where starelid >= ${firstOwnOid}`);
  // Of a table that was looked at while it was empty no row is expected any more: that makes other plans.
  await connection.query(
    `update pg_class set relpages = 0, reltuples = -1
     where oid >= ${firstOwnOid} and relkind in ('r', 't') and reltuples >= 0 and pg_relation_size(oid) = 0`,
  );
}

/** Smaller ones are those of Postgres itself. */
const firstOwnOid = 16_384;
