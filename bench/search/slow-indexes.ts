import { sql } from 'kysely';
import { z } from 'zod';
import { createVectorIndex, type VectorSpace, vectorIndexName } from '../../src/memory/vector-index.ts';
import type { Database } from '../../src/platform/db/database.ts';

const definition = z.array(z.object({ definition: z.string() })).max(1);

/**
 * Runs `work` without the terms index, which takes longest to grow row by row, and builds it afterwards: the result is the same. Not
 * for the embedded database.
 */
export async function withoutTermIndex<Result>(db: Database, work: () => Promise<Result>): Promise<Result> {
  const { rows } = await sql`select pg_get_indexdef(to_regclass('memory_terms')) as definition`.execute(db);
  const [terms] = definition.parse(rows);
  if (!terms) throw new Error('There is no index of terms');
  await sql`drop index memory_terms`.execute(db);
  const result = await work();
  await sql`select set_config('maintenance_work_mem', '2GB', false)`.execute(db);
  await sql.raw(terms.definition).execute(db);
  return result;
}

/**
 * Runs `work` without the vector index and builds it afterwards over all vectors, as the job that moves vectors into it leaves it: some
 * minutes for 100,000.
 */
export async function withoutVectorIndex<Result>(
  db: Database,
  space: VectorSpace,
  work: () => Promise<Result>,
): Promise<Result> {
  await sql`drop index if exists ${sql.table(vectorIndexName(space.model))}`.execute(db);
  await sql`alter table memory_embedding alter column ann set default true`.execute(db);
  const result = await work();
  await sql`alter table memory_embedding alter column ann set default false`.execute(db);
  await createVectorIndex(db, space);
  return result;
}
