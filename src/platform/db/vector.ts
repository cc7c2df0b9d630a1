import { type Kysely, type RawBuilder, sql } from 'kysely';

/** Where vectors are kept: half the bytes on Postgres; PGlite scans and indexes `vector` several times faster. */
export async function vectorType(db: Kysely<unknown>): Promise<'halfvec' | 'vector'> {
  const { rows } = await sql<{
    embedded: boolean;
  }>`select version() like '%emscripten%' or version() like '%wasm%' as embedded`.execute(db);
  return rows[0]?.embedded ? 'vector' : 'halfvec';
}

/** Integers of an int8 vector as pgvector reads them; exact in `halfvec` and in `vector`. */
export const vectorLiteral = (values: Int8Array): string => `[${values.join(',')}]`;

/** Cosine similarity of a stored vector to `query`, −1 to 1. */
export const cosine = (column: RawBuilder<unknown>, query: Int8Array): RawBuilder<number> =>
  sql<number>`1 - (${column} <=> ${vectorLiteral(query)})`;
