import { type Kysely, sql } from 'kysely';

/**
 * Has Postgres plan for an account that its statistics do not know as for any other. They name the hundred most frequent values of a
 * column, and where they name all that there are, one that comes later is expected to have no rows: what it then takes for a row or two
 * it reads whole, once for each row of another table. With one value named, any other has its share of the rest.
 */
export const up = (db: Kysely<unknown>): Promise<void> => setStatistics(db, 1);

export const down = (db: Kysely<unknown>): Promise<void> => setStatistics(db, -1);

async function setStatistics(db: Kysely<unknown>, target: number): Promise<void> {
  await sql`
    do $$
    declare alteration text;
    begin
      for alteration in
        select format('alter table %s alter column %I set statistics ${sql.raw(String(target))}', attrelid::regclass, attname)
        from pg_attribute join pg_class on pg_class.oid = attrelid
        where relnamespace = current_schema()::regnamespace and relkind = 'r'
          and attname in ('account_id', 'collection_id', 'conversation_id')
        order by relname, attnum
      loop
        execute alteration;
      end loop;
    end $$`.execute(db);
}
