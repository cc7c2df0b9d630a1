import { type RawBuilder, sql } from 'kysely';
import { b, idfSmoothing, k1 } from '../okapi.ts';

const half = sql.lit(idfSmoothing);

/** How much a term tells that so many of `total.memories` have: the formula of okapi.ts. */
export const inverseFrequencySql = (having: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`ln(1 + (total.memories - ${having} + ${half}) / (${having} + ${half}))`;

/** The score, rounded to 32 bits, of a row of `memory` from the weights of the terms that it has, where memories have so many on average. */
export function okapiSql(weights: readonly RawBuilder<unknown>[], meanTerms: RawBuilder<unknown>): RawBuilder<number> {
  if (weights.length === 0) return sql<number>`0::real`;
  const length = sql`(1 + ${sql.lit(k1)} * (${sql.lit(1 - b)} + ${sql.lit(b)} * memory.term_count / ${meanTerms}))`;
  return sql<number>`((${sql.join(weights, sql` + `)}) * ${sql.lit(k1 + 1)} / ${length})::real`;
}
