import { type RawBuilder, sql } from 'kysely';
import { b, k1 } from '../okapi.ts';

/** 1 where the terms hold the lexeme, else 0. */
export const hasTerm = (terms: RawBuilder<unknown>, quotedLexeme: string): RawBuilder<number> =>
  sql<number>`(${terms} @@ ${quotedLexeme}::tsquery)::int`;

/**
 * The score of a row of `candidate`, which has 1 or 0 for each term, with `df` for how many memories have it and `total`
 * for the scope; the formula of okapi.ts.
 */
export function bm25(terms: readonly RawBuilder<unknown>[]): RawBuilder<number> {
  const idf = terms.map(
    (term) => sql`candidate.${term} * ln(1 + (total.memories - df.${term} + 0.5) / (df.${term} + 0.5))`,
  );
  const length = sql`(1 + ${sql.lit(k1)} * (${sql.lit(1 - b)} + ${sql.lit(b)} * candidate.term_count / total.mean_terms))`;
  return sql<number>`(${sql.join(idf, sql` + `)}) * ${sql.lit(k1 + 1)} / ${length}`;
}
