import { type RawBuilder, sql } from 'kysely';
import { b, idfSmoothing, k1, longFrom } from '../okapi.ts';

/** Casts to float8: Postgres reads a literal with a point as numeric, which is five times as slow and rounds differently from JavaScript. */
const double = (value: number): RawBuilder<number> => sql`${sql.lit(value)}::float8`;

const half = double(idfSmoothing);

/** The idf of a term that `having` of `total.memories` have: the formula of okapi.ts. */
export const inverseFrequencySql = (having: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`ln(1 + (total.memories - ${having} + ${half}) / (${having} + ${half}))`;

/** The score, rounded to 32 bits, of a row of `memory` by the weights of the terms that it has and the mean number of terms. */
export function okapiSql(weights: readonly RawBuilder<unknown>[], meanTerms: RawBuilder<unknown>): RawBuilder<number> {
  if (weights.length === 0) return sql<number>`0::real`;
  const counted = sql`least(memory.term_count, sqrt(${double(longFrom)} * ${meanTerms} * memory.term_count))`;
  const length = sql`(1 + ${double(k1)} * (${double(1 - b)} + ${double(b)} * ${counted} / ${meanTerms}))`;
  return sql<number>`((${sql.join(weights, sql` + `)}) * ${double(k1 + 1)} / ${length})::real`;
}
