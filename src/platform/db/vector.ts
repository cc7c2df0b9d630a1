import { type QueryExecutorProvider, sql } from 'kysely';

/** Where vectors are kept: half the bytes on Postgres; PGlite scans and indexes `vector` several times faster. */
export async function vectorType(db: QueryExecutorProvider): Promise<'halfvec' | 'vector'> {
  const { rows } = await sql<{
    embedded: boolean;
  }>`select version() like '%emscripten%' or version() like '%wasm%' as embedded`.execute(db);
  return rows[0]?.embedded ? 'vector' : 'halfvec';
}

/** Integers of an int8 vector as pgvector reads them; exact in `halfvec` and in `vector`. */
export const vectorLiteral = (values: Int8Array): string => `[${values.join(',')}]`;
