import { hash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { buildUnlessBuilt } from '../platform/db/index-builds.ts';
import { createIndexConcurrently } from '../platform/db/migrate.ts';

/** Vectors of one model. */
export interface VectorSpace {
  readonly model: string;
  readonly dimensions: number;
}

/** An index over half vectors supports at most this many dimensions. Source: pgvector. */
export const mostDimensions = 4_000;

/**
 * `m` and `ef_construction` of the HNSW index. With pgvector's defaults 16 and 64, a search of 100,000 turns,
 * many nearly alike, must visit three times as many vectors for the same recall: 1,000 candidates found .987; with these values 300 find .985.
 */
const [links, care] = [32, 100];

/** Name of the index over a model's vectors that are marked `ann`. */
export const vectorIndexName = (model: string): string => `memory_embedding_near_${hash('sha256', model).slice(0, 16)}`;

/** The indexed expression: a cast to a fixed number of dimensions, which the column leaves open. */
export const indexedVector = (column: RawBuilder<unknown>, dimensions: number): RawBuilder<unknown> =>
  sql`${column}::halfvec(${sql.lit(dimensions)})`;

/**
 * Builds the index of a model if it is missing, without blocking writers. It is partial on the model as a literal: a generic plan
 * for any model could not use it.
 */
export const createVectorIndex = (db: Database, { model, dimensions }: VectorSpace): Promise<void> =>
  buildUnlessBuilt(db, vectorIndexName(model), (connection) => {
    const literal = model.replaceAll("'", "''");
    const definition = `on memory_embedding using hnsw ((vector::halfvec(${dimensions})) halfvec_cosine_ops)
        with (m = ${links}, ef_construction = ${care}) where model = '${literal}' and ann`;
    return createIndexConcurrently(connection, vectorIndexName(model), definition);
  });
