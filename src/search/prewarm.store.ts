import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';

/** Tables and indexes that searches read, except the vector indexes, which are named after their models. */
const relations = [
  'memory_pkey',
  'memory_terms',
  'memory_in_session',
  'memory_embedding_pkey',
  'memory_embedding_in_collection',
  'term_statistic_pkey',
  'term_statistic',
  'memory',
  'memory_embedding',
];

/** Largest share of the database's buffers to fill: other tables need them, too. */
const share = 0.5;

/**
 * Makes the database read what searches need into its buffers, the smallest first, as far as it fits. Returns the number of relations
 * read; 0 if the extension pg_prewarm is missing or this user may not use it.
 */
export async function prewarm(db: Database): Promise<number> {
  const { rows: allowed } = await sql<{ allowed: boolean }>`
    select coalesce(has_function_privilege(to_regprocedure('pg_prewarm(regclass,text,text,int8,int8)'), 'execute'), false)
      as allowed`.execute(db);
  if (!allowed[0]?.allowed) return 0;
  const { rows } = await sql`
    select pg_prewarm(oid::regclass) from (
      select oid, sum(pg_relation_size(oid)) over (order by pg_relation_size(oid), oid) as bytes from pg_class
      where (relname = any(${relations}::text[]) or relname like 'memory\\_embedding\\_near\\_%')
        and relnamespace = to_regnamespace(current_schema()) and relkind in ('r', 'i')
    ) smallest where bytes <= pg_size_bytes(current_setting('shared_buffers')) * ${share}::float8`.execute(db);
  return rows.length;
}
