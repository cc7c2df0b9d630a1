import { type RawBuilder, sql } from 'kysely';
import { inverseFrequency } from '../okapi.ts';
import { isInScope, type MemoriesAsked, statisticConditions } from './conditions.store.ts';
import { inverseFrequencySql, okapiSql } from './okapi-sql.ts';
import { budgets, enough, type TermCounts } from './rarest-stems.ts';

export interface StemsAsked extends MemoriesAsked {
  readonly stems: readonly string[];
  /** The counts of the scope; or `scan` to count by a scan; or `stored` to read them from the statistics. */
  readonly counts: TermCounts | 'scan' | 'stored';
}

/**
 * Common table expressions: `weights`, one row with the counts and the weight of each stem as `w0`, `w1` and so on; for stored counts
 * also `rare (stems, words)`, the stems to find candidates by and a query for them: the rarest first, as many as the budget allows or
 * an arm needs, at least one.
 */
export function stemWeights({ counts, stems, ...asked }: StemsAsked): RawBuilder<unknown> {
  if (counts === 'scan') return byScan(stems, asked);
  if (counts === 'stored') return byStatistics(stems, asked);
  const weights = stems.map(
    (_, index) => sql`${inverseFrequency(counts.memories, counts.frequencies[index] ?? 0)}::float8 as ${weight(index)}`,
  );
  return sql`weights as materialized (
    select ${counts.memories}::float8 as memories, ${counts.meanTerms}::float8 as mean_terms,
      ${JSON.stringify(counts.frequencies)}::json as frequencies ${each(weights)})`;
}

function byScan(stems: readonly string[], asked: MemoriesAsked): RawBuilder<unknown> {
  const having = stems.map(
    (stem, index) => sql`coalesce(sum(${hasStem(stem)}), 0)::float8 as ${sql.ref(`df${index}`)}`,
  );
  return sql`total as materialized (
      select count(*)::float8 as memories, coalesce(sum(memory.term_count)::float8 / nullif(count(*), 0), 1) as mean_terms ${each(having)}
      from memory where ${statisticConditions(asked)}
    ), weights as materialized (
      select memories, mean_terms, to_json(array[${sql.join(stems.map((_, index) => sql.ref(`df${index}`)))}]::float8[]) as frequencies
        ${each(stems.map((_, index) => sql`${inverseFrequencySql(sql.ref(`df${index}`))} as ${weight(index)}`))}
      from total)`;
}

function byStatistics(stems: readonly string[], { reach, collectionIds }: MemoriesAsked): RawBuilder<unknown> {
  const inScope = isInScope({ accountId: reach.accountId, collectionIds });
  const weights = stems.map(
    (_, index) =>
      sql`(select ${inverseFrequencySql(sql.ref('df'))} from counted where place = ${index + 1}) as ${weight(index)}`,
  );
  return sql`total as materialized (
      select coalesce(sum(memories), 0)::float8 as memories,
        coalesce(sum(term_count)::float8 / nullif(sum(memories), 0), 1) as mean_terms
      from collection_statistic where ${inScope}
    ), counted as materialized (
      select stem, operand, place, coalesce((
        select sum(memories) from term_statistic where ${inScope} and kind = 'stem' and term = stem), 0)::float8 as df
      from unnest(${stems}::text[], ${stems.map(quoteLexeme)}::text[]) with ordinality as asked (stem, operand, place)
    ), weights as materialized (
      select memories, mean_terms, (select coalesce(json_agg(df order by place), '[]') from counted) as frequencies ${each(weights)}
      from total
    ), rare as materialized (
      select json_agg(stem) as stems, string_agg(operand, ' | ')::tsquery as words
      from (select stem, operand, df, sum(df) over (order by df, place) as candidates from counted) by_rarity cross join total
      where candidates - df < ${enough} or candidates <= case
        when memories < ${budgets.from} then ${budgets.smaller}::float8 else ${budgets.larger}::float8 end)`;
}

const each = (columns: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  columns.length === 0 ? sql`` : sql`, ${sql.join(columns)}`;

const weight = (index: number) => sql.ref(`w${index}`);

/** The lexical score of a row of `memory`, by `weights`. */
export const stemScore = (stems: readonly string[]): RawBuilder<number> =>
  okapiSql(
    stems.map((stem, index) => sql`${hasStem(stem)} * weights.${weight(index)}`),
    sql`weights.mean_terms`,
  );

/** Few questions have more stems: their prepared statements would evict those that recur. */
export const mostPreparedStems = 8;

/** Statements are padded to these numbers of stems, so that one text serves many questions. */
const slots = [4, mostPreparedStems];

/** The total weight of the stems that a row of `memory` has. */
export function stemWeight(stems: readonly string[], weights: ArrayLike<number>): RawBuilder<number> {
  const [first] = stems;
  if (first === undefined) return sql<number>`0::float8`;
  const length = slots.find((most) => stems.length <= most) ?? stems.length;
  const parts = Array.from({ length }, (_, n) => sql`${hasStem(stems[n] ?? first)} * ${weights[n] ?? 0}::float8`);
  return sql<number>`(${sql.join(parts, sql` + `)})`;
}

/** 1 if the memory has the stem, else 0. */
const hasStem = (stem: string): RawBuilder<number> => sql<number>`(memory.terms @@ ${quoteLexeme(stem)}::tsquery)::int`;

/** A lexeme as a tsquery operand, quoted so that nothing in it is read as an operator. */
export const quoteLexeme = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
