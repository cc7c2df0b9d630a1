import { type Kysely, sql } from 'kysely';

/** A schema may have tables of others. */
const tables = `
  agent_run agent_run_call agent_run_memory api_key co_occurrence collection collection_statistic consolidation_proposal
  consolidation_run consumer conversation counted_memory event idempotency memory memory_embedding memory_revision mention message
  narrative proposal_memory purge_ledger relation search_ranking stream term_statistic`
  .trim()
  .split(/\s+/);

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
          and relname in (${sql.join(tables.map((name) => sql.lit(name)))})
          and attname in ('account_id', 'collection_id', 'conversation_id')
        order by relname, attnum
      loop
        execute alteration;
      end loop;
    end $$`.execute(db);
}
