import type { ClientBase } from 'pg';

type Connection = Pick<ClientBase, 'query'>;

const catalogues = ['pg_attribute', 'pg_constraint', 'pg_proc', 'pg_trigger', 'pg_db_role_setting', 'pg_statistic_ext'];

/** Row counts of the catalogues and the last transaction that wrote to each: reveals changes beyond table rows. */
export async function shapeOf(connection: Connection): Promise<string> {
  const each = catalogues.map((name) => `(select count(*) || ' ' || max(xmin::text::bigint) from ${name})`);
  const { rows } = await connection.query<{ shape: string }>(`select concat_ws(',', ${each.join(', ')}) as shape`);
  return rows[0]?.shape ?? '';
}

/** Tables in which a new database has rows. */
const beginnings = ['schema_migration', 'version'];

/** Deletes the rows that a new database does not have, and their statistics. */
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
  // For a table that was analysed while empty the planner expects no rows, which changes plans.
  await connection.query(
    `update pg_class set relpages = 0, reltuples = -1
     where oid >= ${firstOwnOid} and relkind in ('r', 't') and reltuples >= 0 and pg_relation_size(oid) = 0`,
  );
}

/** Lower oids belong to Postgres itself. */
const firstOwnOid = 16_384;
