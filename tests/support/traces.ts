import { type PostgresPool, sql } from 'kysely';
import { connectKysely } from '../../src/platform/db/database.ts';

/**
 * Names of the tables with a row that contains one of these words anywhere, as a dump would show it, also as bytes. Reads all tables of the catalogue,
 * of any owner and account, so new tables are covered automatically.
 */
export async function tablesThatHold(pool: PostgresPool, ...words: readonly string[]): Promise<string[]> {
  const db = connectKysely(pool);
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    order by n.nspname, c.relname`.execute(db);
  const bytes = words.map((word) => Buffer.from(word).toString('hex'));
  const holding: string[] = [];
  for (const { schema, name } of tables) {
    const { rows } = await sql`
      select from ${sql.table(`${schema}.${name}`)} t, unnest(${[...words, ...bytes]}::text[]) word
      where position(lower(word) in lower(t::text)) > 0 limit 1`.execute(db);
    if (rows.length > 0) holding.push(schema === 'public' ? name : `${schema}.${name}`);
  }
  return holding;
}
