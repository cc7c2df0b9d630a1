import { type RawBuilder, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { textSearchConfigs } from '../platform/db/text-search.ts';
import { readingsOf } from '../platform/db/word-breaks.ts';
import type { Vector } from '../platform/embedding/embedder.ts';
import { dayOfInstant } from './ranking/calendar.ts';
import { dateWordsMissing } from './ranking/date-range.ts';
import { stateOfCollection, stateOfScope } from './scope-state.store.ts';
import type { SearchRequest } from './search.ts';

/** A word of the question, and the stem that the database makes of it. */
export interface AskedWord {
  readonly text: string;
  readonly stem: string;
}

export interface AskedCollection {
  readonly id: string;
  /** Number of its newest event. */
  readonly seq: number;
  /** CURRENT ones. */
  readonly memoryCount: number;
  /** Up to which event its memories were read for the graph. */
  readonly namedUpTo: number;
}

/** What a question is in the collections that it is put to. */
export interface AskedScope {
  readonly collections: readonly AskedCollection[];
  /** The words in their order, stop words left out: a list for each way in which the collections read a question. */
  readonly readings: readonly (readonly AskedWord[])[];
  /** See `scopeStates`. */
  readonly state: string | null;
  /** Some of the collections are in English. */
  readonly english: boolean;
  /** The database's clock, in milliseconds since 1970. */
  readonly now: number;
  /** The day on which it is asked in the English ones, as days since 1970-01-01: the earliest, where time zones differ; null: none is. */
  readonly today: number | null;
  /** When that day ends, by the same clock, where what it means depends on the day; null: it does not. */
  readonly todayEnds: number | null;
  /** When the next of the memories begins to hold that do not yet, by the same clock; null: all of them do. */
  readonly nextBegins: number | null;
  /** Models by whose vectors some of the collections are still searched: their memories move to that of the settings. */
  readonly formerModels: readonly string[];
}

/** A question that is understood: what an engine needs to find candidates. An arm without stems or vector does not run. */
export interface Asked extends SearchRequest {
  readonly reach: Reach;
  readonly scope: AskedScope;
  readonly stems: readonly string[];
  readonly pieces: Uint16Array;
  readonly vector: Vector | null;
  /** The model of the vector. */
  readonly model: string;
}

/** Somebody's question. */
export interface Question {
  readonly reach: Reach;
  readonly request: Pick<SearchRequest, 'collectionIds' | 'mode' | 'query' | 'asOf'>;
}

/**
 * Finds the collections of each question and reads it, each within its own account. Stems are made by the database alone, so
 * that they are those that it stored: by the first dictionary that knows a word, as ts_debug tells in three times the time.
 */
export const readAskedScopes = async (db: Database, questions: readonly Question[]): Promise<AskedScope[]> =>
  (await sql<AskedScope>`${prepared} ${askedScopes(questions)}`.execute(db)).rows;

/**
 * The words of each reading are gathered by themselves: grouped by its text, each would be sorted with the whole question beside it, and one of 2,000
 * letters without breaks held the embedded database for .7 s. Exported so that its plan can be tested.
 */
export const askedScopes = (questions: readonly Question[]): RawBuilder<AskedScope> => sql<AskedScope>`
    select scope.* from json_to_recordset(${JSON.stringify(questions.map(asRow))}::json)
      as asked (number int, account_id text, within uuid[], ids uuid[], query text, own jsonb, at timestamptz, dated jsonb)
    cross join lateral (
      with chosen as (
        select collection.id, stream.seq, stream.memory_count, collection.language, collection.former_model,
          ${stateOfCollection} as state,
          coalesce((select seq from consumer where account_id = collection.account_id and kind = 'collection'
            and stream_id = collection.id and name = 'graph'), 0) as named_up_to,
          coalesce(${configs}::jsonb ->> collection.language, 'simple') as config,
          coalesce(asked.own ->> collection.language, asked.query) || case when collection.language = 'en'
            then coalesce(' ' || (asked.dated ->> local.day::text), '') else '' end as query,
          case when collection.language = 'en' then local.day end as today, collection.time_zone
        from collection join stream on stream.account_id = collection.account_id
          and stream.kind = 'collection' and stream.id = collection.id
        cross join lateral (
          select (coalesce(asked.at, now()) at time zone collection.time_zone)::date - date '1970-01-01' as day
        ) local
        where collection.account_id = asked.account_id and collection.deleted_at is null
          and (asked.within is null or collection.path && asked.within)
          and (asked.ids is null or collection.path && asked.ids)
      ), reading as (
        select config, query, (
          select json_agg(json_build_object('text', token, 'stem', stem) order by place)
          from ts_parse((select cfgparser from pg_ts_config where oid = config::regconfig), query)
            with ordinality as parsed (kind, token, place)
          cross join lateral unnest((
            select ts_lexize(mapdict, token) from pg_ts_config_map
            where mapcfg = config::regconfig and maptokentype = parsed.kind and ts_lexize(mapdict, token) is not null
            order by mapseqno limit 1)) as stem
        ) as words
        from (select distinct config, query from chosen) ways
      )
      select
        coalesce((select json_agg(json_build_object('id', id, 'seq', seq, 'memoryCount', memory_count,
          'namedUpTo', named_up_to) order by id)
          from chosen), '[]') as collections,
        coalesce((select json_agg(words order by config, query) from reading where words is not null), '[]') as readings,
        ${stateOfScope(sql.ref('chosen'))} as state,
        coalesce((select bool_or(language = 'en') from chosen), false) as english,
        (extract(epoch from now()) * 1000)::float8 as now,
        (select min(today) from chosen) as today,
        (select (extract(epoch from min((date '1970-01-01' + today + 1)::timestamp at time zone time_zone)) * 1000)::float8 from chosen
          where asked.dated is not null) as "todayEnds",
        (select (extract(epoch from min(valid_from)) * 1000)::float8 from memory
          where account_id = asked.account_id and collection_id = any(array(select id from chosen))
            and status = 'CURRENT' and valid_from > created_at and valid_from > now()) as "nextBegins",
        coalesce((select json_agg(distinct former_model) filter (where former_model is not null) from chosen), '[]')
          as "formerModels"
    ) scope order by asked.number`;

const configs = JSON.stringify(textSearchConfigs);

function asRow({ reach, request }: Question, number: number) {
  const query = request.mode === 'SEMANTIC' ? '' : request.query;
  const { usual, own } = readingsOf(query);
  return {
    at: request.asOf,
    dated: datedWords(usual, request.asOf),
    number,
    account_id: reach.accountId,
    within: reach.within,
    ids: request.collectionIds,
    query: usual,
    own,
  };
}

/** By the day on which it may be, somewhere on earth, what a question has to have besides to be one for its date; null: nothing. */
function datedWords(query: string, asOf: Date | null): Record<number, string> | null {
  const day = dayOfInstant(asOf?.getTime() ?? Date.now());
  if (dateWordsMissing(query, day).length === 0) return null;
  const days = [day - 1, day, day + 1];
  return Object.fromEntries(days.map((today) => [today, dateWordsMissing(query, today).join(' ')]));
}

/**
 * Most stems of a question that words are looked for by. Each costs the database a comparison a candidate, and a statement
 * holds 1,664 columns at most; a long question without word breaks has thousands.
 */
const mostStems = 500;

/** Longer stems, in bytes, Postgres neither stores nor lets be asked for. A sentence without word breaks is one word to most languages. */
const longestStem = 2_046;

/** Each stem of the question once, the first of very many. */
export const stemsOf = ({ readings }: AskedScope): string[] =>
  [...new Set(readings.flatMap((words) => words.map(({ stem }) => stem)))]
    .filter((stem) => Buffer.byteLength(stem) <= longestStem)
    .slice(0, mostStems);
