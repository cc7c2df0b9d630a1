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

/** Larger tables are truncated, in bytes. */
const large = 1_000_000;

/** Deletes the rows that a new database does not have, and their statistics. */
export async function empty(connection: Connection): Promise<void> {
  const { rows } = await connection.query<{ name: string; isLarge: boolean }>(
    `select oid::regclass::text as name, pg_table_size(oid) > ${large} as "isLarge" from pg_class
     where relkind = 'r' and relnamespace <> all(array['pg_catalog', 'information_schema']::regnamespace[])
       and relname <> all($1) and pg_relation_size(oid) > 0`,
    [beginnings],
  );
  const names = (isLarge: boolean) => rows.filter((row) => row.isLarge === isLarge).map(({ name }) => name);
  const [truncated, deleted] = [names(true), names(false)];
  if (truncated.length > 0) await connection.query(`truncate ${truncated.join(', ')} restart identity cascade`);
  if (deleted.length > 0) {
    // Truncating makes new files for a table, its long values and its indexes, which takes most of a small test's time.
    await connection.query('set session_replication_role = replica');
    for (const name of deleted) await connection.query(`delete from ${name}`);
    await connection.query('reset session_replication_role');
    await connection.query(`vacuum ${deleted.join(', ')}`);
  }
  await connection.query(`delete from pg_statistic where starelid >= ${firstOwnOid}`);
  // For a table that was analysed while empty the planner expects no rows, which changes plans.
  await connection.query(
    `update pg_class set relpages = 0, reltuples = -1
     where oid >= ${firstOwnOid} and relkind in ('r', 't') and reltuples >= 0 and pg_relation_size(oid) = 0`,
  );
}

/** Lower oids belong to Postgres itself. */
const firstOwnOid = 16_384;
