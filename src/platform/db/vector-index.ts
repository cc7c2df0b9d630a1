import { hash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';
import { buildUnlessBuilt } from './index-builds.ts';
import { createIndexConcurrently } from './migrate.ts';

/** Vectors of one model. */
export interface VectorSpace {
  readonly model: string;
  readonly dimensions: number;
}

/** More dimensions than these no index over halves can hold. Source: pgvector. */
export const mostDimensions = 4_000;

/**
 * Links of each vector, and how many candidates they are chosen from. With pgvector's own 16 and 64 a search of 100,000 turns,
 * many nearly alike, has to visit three times as many vectors to find as much: 1,000 candidates found .987, with these 300 find .985.
 */
const [links, care] = [32, 100];

/** The name of the index over the vectors of a model that are marked `ann`. */
export const vectorIndexName = (model: string): string => `memory_embedding_near_${hash('sha256', model).slice(0, 16)}`;

/** What the index is over: a cast to a number of dimensions, which the column leaves open. */
export const indexedVector = (column: RawBuilder<unknown>, dimensions: number): RawBuilder<unknown> =>
  sql`${column}::halfvec(${sql.lit(dimensions)})`;

/**
 * Builds the index of a model where it is missing, without stopping writers. It is partial on the model as a literal: a plan that
 * serves every model could not use it.
 */
export const createVectorIndex = (db: Database, { model, dimensions }: VectorSpace): Promise<void> =>
  buildUnlessBuilt(db, vectorIndexName(model), (connection) => {
    const literal = model.replaceAll("'", "''");
    const definition = `on memory_embedding using hnsw ((vector::halfvec(${dimensions})) halfvec_cosine_ops)
        with (m = ${links}, ef_construction = ${care}) where model = '${literal}' and ann`;
    return createIndexConcurrently(connection, vectorIndexName(model), definition);
  });
