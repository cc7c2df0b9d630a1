import { type Kysely, sql } from 'kysely';

/** Listed by name: the schema may also contain tables of other applications. */
const tables = `
  agent_run agent_run_call agent_run_memory api_key co_occurrence collection collection_statistic consolidation_proposal
  consolidation_run consumer conversation counted_memory event idempotency memory memory_embedding memory_revision mention message
  narrative proposal_memory purge_ledger relation search_ranking stream term_statistic`
  .trim()
  .split(/\s+/);

/**
 * Makes Postgres plan for accounts missing from its statistics as for any other. By default, statistics list the hundred most common
 * values of a column. If these are all values, Postgres expects no rows for a new one, and so scans a table that it takes for a row
 * or two, once per row of another table. With only one value listed, any other gets its share of the rest.
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
          and relname in (${sql.join(tables.map((name) => sql.lit(name)))})
          and attname in ('account_id', 'collection_id', 'conversation_id')
        order by relname, attnum
      loop
        execute alteration;
      end loop;
    end $$`.execute(db);
}
