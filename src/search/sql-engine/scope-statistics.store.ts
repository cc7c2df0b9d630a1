import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { textSearchConfigs } from '../../platform/db/text-search.ts';
import type { Participant } from '../ranking/turn.ts';

/** What is counted of the CURRENT memories of some collections, as of the last events that were consumed. */
export interface ScopeStatistics {
  readonly memories: number;
  readonly meanTerms: number;
  /** How many memories have it, for the stems and the pieces asked. */
  readonly stems: Readonly<Record<string, number>>;
  readonly pieces: Readonly<Record<string, number>>;
  /** Each pair of speaker and role once. */
  readonly participants: readonly Participant[];
  /** Stems of the words of their names. */
  readonly nameStems: readonly string[];
}

export interface StatisticsAsked {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
  readonly stems: readonly string[];
  readonly pieces: Uint16Array;
}

export async function readStatistics(db: Database, asked: StatisticsAsked): Promise<ScopeStatistics> {
  const { accountId, collectionIds, stems, pieces } = asked;
  const inScope = sql`account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[])`;
  const { rows } = await sql<ScopeStatistics>`
    with counted as materialized (
      select kind, term, sum(memories)::int as memories from term_statistic
      where ${inScope} and kind = 'participant' group by kind, term
      union all
      select kind, term, sum(memories)::int from term_statistic
      where ${inScope} and kind = 'stem' and term = any(${stems}::text[]) group by kind, term
      union all
      select kind, term, sum(memories)::int from term_statistic
      where ${inScope} and kind = 'piece' and term = any(${[...pieces].map(String)}::text[]) group by kind, term
    ), participant as (
      select term::jsonb ->> 0 as speaker, term::jsonb ->> 1 as role from counted where kind = 'participant'
    )
    select coalesce(sum(memories), 0)::int as memories,
      coalesce(sum(term_count)::float8 / nullif(sum(memories), 0), 1) as "meanTerms",
      (select coalesce(json_object_agg(term, memories), '{}') from counted where kind = 'stem') as stems,
      (select coalesce(json_object_agg(term, memories), '{}') from counted where kind = 'piece') as pieces,
      (select coalesce(json_agg(participant), '[]') from participant) as participants,
      (select coalesce(json_agg(distinct stem), '[]') from (
          select distinct coalesce(${JSON.stringify(textSearchConfigs)}::jsonb ->> language, 'simple')::regconfig as config
          from collection where account_id = ${accountId} and id = any(${collectionIds}::uuid[])
        ) configs cross join participant cross join unnest(tsvector_to_array(to_tsvector(config, speaker))) as stem
      ) as "nameStems"
    from collection_statistic where ${inScope}`.execute(db);
  const [found] = rows;
  if (!found) throw new Error('The statement of the statistics answered no row');
  return found;
}
