import { sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

/**
 * Returns everything that migrations create, one line each: columns, indexes, constraints, sequences, views, types, functions,
 * triggers.
 */
export async function dumpCatalogue(db: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with own_class as (
      select c.* from pg_class c
      where ${isOwn('c.relnamespace', 'c.oid')} and c.relname not like 'schema_migration%'
    )
    select concat_ws(' ', 'column', c.oid::regclass, row_number() over (partition by c.oid order by a.attnum), a.attname,
      format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
      'default ' || pg_get_expr(d.adbin, d.adrelid), nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
      nullif(a.attcollation, 0)::regcollation) as line
    from own_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind in ('r', 'p', 'v', 'm')
    union all
    select concat_ws(' ', 'relation', c.relkind, c.oid::regclass, c.reloptions) from own_class c
    union all
    select concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), case when not i.indisvalid then 'invalid' end)
    from own_class c join pg_index i on i.indexrelid = c.oid
    union all
    select concat_ws(' ', 'constraint', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid))
    from own_class c join pg_constraint k on k.conrelid = c.oid
    union all
    select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid))
    from own_class c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
    union all
    select concat_ws(' ', 'type', t.oid::regtype, t.typtype) from pg_type t
    where ${isOwn('t.typnamespace', 't.oid')} and t.typcategory <> 'A' and t.typname <> 'schema_migration'
    union all
    select concat_ws(' ', 'function', p.oid::regprocedure, md5(p.prosrc)) from pg_proc p
    where ${isOwn('p.pronamespace', 'p.oid')}
    order by line`.execute(db);
  return rows.map((row) => row.line);
}

/** Whether an object is in one of our schemas and not part of an extension. */
const isOwn = (namespace: string, oid: string) => sql`
  ${sql.ref(namespace)} not in (select oid from pg_namespace where nspname ~ '^(pg_|information_schema$)')
  and not exists (select from pg_depend where objid = ${sql.ref(oid)} and deptype = 'e')`;
