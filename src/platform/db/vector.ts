import { type QueryExecutorProvider, sql } from 'kysely';

/** Column type of vectors: `halfvec` on Postgres, half the bytes; `vector` on PGlite, which scans and indexes it several times faster. */
export async function vectorType(db: QueryExecutorProvider): Promise<'halfvec' | 'vector'> {
  const { rows } = await sql<{
    embedded: boolean;
  }>`select version() like '%emscripten%' or version() like '%wasm%' as embedded`.execute(db);
  return rows[0]?.embedded ? 'vector' : 'halfvec';
}

/** An int8 vector in pgvector's text form; `halfvec` and `vector` represent it exactly. */
export const vectorLiteral = (values: Int8Array): string => `[${values.join(',')}]`;
