import { type RawBuilder, sql } from 'kysely';
import { textSearchConfigOf } from '../../platform/db/text-search.ts';
import type { Participant } from '../ranking/engine-port.ts';
import { type CollectionScope, isInScope } from './conditions.store.ts';

/** What ranking needs to know about the CURRENT memories of the collections, as of the last consumed events. */
export interface ScopeStatistics {
  /** Number of memories with each of the asked pieces. */
  readonly pieces: Readonly<Record<string, number>>;
  /** Each pair of speaker and role once. */
  readonly participants: readonly Participant[];
  /** Stems of the words of the speakers' names. */
  readonly nameStems: readonly string[];
}

/** A query of one row: `pieces`, `participants` and `nameStems`. A name is stemmed in the language of its collection. */
export const scopeStatistics = (scope: CollectionScope, pieces: Uint16Array): RawBuilder<ScopeStatistics> =>
  sql<ScopeStatistics>`
    with participant as materialized (
      select distinct term::jsonb ->> 0 as speaker, term::jsonb ->> 1 as role, config from term_statistic
      join (
        select id, ${textSearchConfigOf(sql.ref('language'))} as config from collection
        where ${isInScope(scope, 'id')}
      ) read_as on id = collection_id
      where ${isInScope(scope)} and kind = 'participant'
    ), piece as (
      select term, sum(memories)::int as memories from term_statistic
      where ${isInScope(scope)} and kind = 'piece' and term = any(${[...pieces].map(String)}::text[]) group by term
    )
    select (select coalesce(json_object_agg(term, memories), '{}') from piece) as pieces,
      (select coalesce(json_agg(one), '[]') from (select distinct speaker, role from participant) one) as participants,
      (select coalesce(json_agg(distinct stem), '[]') from (select distinct speaker, config from participant) named
        cross join unnest(tsvector_to_array(to_tsvector(config::regconfig, speaker))) as stem
      ) as "nameStems"`;

/** A query of one value that identifies the state of the statistics: their counts and the last events that they include. */
export const countedOf = (scope: CollectionScope): RawBuilder<string> => sql<string>`
  select concat_ws(' ', sum(memories), sum(term_count), (
    select string_agg(seq::text, ' ' order by stream_id) from consumer
    where ${isInScope(scope, 'stream_id')} and kind = 'collection' and name = 'statistics'))
  from collection_statistic where ${isInScope(scope)}`;

/** A query of one value that identifies the state of the collections' memories: any change of one raises its collection's event number. */
export const stateOf = (scope: CollectionScope): RawBuilder<string> => sql<string>`
  select md5(string_agg(concat_ws(' ', id, seq), ',' order by id)) from stream
  where ${isInScope(scope, 'id')} and kind = 'collection'`;
