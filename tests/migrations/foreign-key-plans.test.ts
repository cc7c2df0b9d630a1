import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '../support/database.ts';
import { forgetSizes } from '../support/plans.ts';

const { db } = useDatabase();

interface ForeignKey {
  readonly name: string;
  readonly referenced: string;
  readonly primaryKey: string;
  readonly columns: readonly string[];
  readonly types: readonly string[];
}

const foreignKeys = sql<ForeignKey>`
  select c.conname as name, c.confrelid::regclass::text as referenced, i.relname as "primaryKey",
    array_agg(a.attname::text order by k.place) as columns,
    array_agg(format_type(a.atttypid, a.atttypmod) order by k.place) as types
  from pg_constraint c
  join pg_class i on i.oid = c.conindid
  cross join lateral unnest(c.confkey) with ordinality as k (attnum, place)
  join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum
  where c.contype = 'f' and c.connamespace = 'public'::regnamespace
  group by c.oid, i.relname order by c.conname`;

// A session keeps a plan made while a table was empty until the table is analysed. Without rows all indexes cost the same, so an index
// that starts with the account alone could be chosen and then be scanned in full for every written row.
test('foreign key checks use the primary key, from the first row on', async () => {
  await db.connection().execute(async (connection) => {
    await sql`set plan_cache_mode = force_generic_plan`.execute(connection);
    const { rows } = await foreignKeys.execute(connection);
    await forgetSizes(connection, ...rows.map(({ referenced }) => referenced));
    const used: Record<string, string | undefined> = {};
    for (const { name, referenced, columns, types } of rows) {
      const match = columns.map((column, index) => `${column} = $${index + 1}`).join(' and ');
      const lookUp = `select 1 from only ${referenced} where ${match} for key share`;
      await sql.raw(`prepare look_up (${types.join(', ')}) as ${lookUp}`).execute(connection);
      const plan = await sql.raw(`explain execute look_up (${types.map(() => 'null')})`).execute(connection);
      [, used[name]] = /(?:using|Index Scan on) (\w+)/.exec(JSON.stringify(plan.rows)) ?? [];
      await sql`deallocate look_up`.execute(connection);
    }
    await sql`reset plan_cache_mode`.execute(connection);
    expect(used).toEqual(Object.fromEntries(rows.map(({ name, primaryKey }) => [name, primaryKey])));
  });
});
