import { type RawBuilder, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { textSearchConfigOf } from '../platform/db/text-search.ts';
import { readingsOf } from '../platform/db/word-breaks.ts';
import type { Vector } from '../platform/embedding/embedder.ts';
import { dayOfInstant } from './ranking/calendar.ts';
import { plainQuestion } from './ranking/counted-back.ts';
import { dateWordsMissing } from './ranking/date-range.ts';
import { stateOfCollection, stateOfScope } from './scope-state.store.ts';
import type { SearchRequest } from './search.ts';

/** A word of the question, and the stem that the database makes of it. */
interface AskedWord {
  readonly text: string;
  readonly stem: string;
}

interface AskedCollection {
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
  /** By their languages, the day on which it is asked, as days since 1970-01-01: the earliest, where time zones differ. */
  readonly today: Readonly<Record<string, number>>;
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
  /** Ids of memories that stand for all by whom and in which the same was said: none of the others is found. Omitted: of none. */
  readonly alone?: readonly string[];
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
export async function readAskedScopes(db: Database, questions: readonly Question[]): Promise<AskedScope[]> {
  const asked = questions.map(asRow);
  const scopes = await readRows(db, asked);
  // What counts back in another language than English is seen once it is known in which the collections are: few questions do.
  const again = asked.flatMap((row, place) => {
    const others = Object.keys(scopes[place]?.today ?? {}).filter((language) => language !== 'en');
    const dated = datedWords(questions[place]?.request, others);
    return dated === null ? [] : [{ place, row: { ...row, dated: { ...row.dated, ...dated } } }];
  });
  if (again.length === 0) return scopes;
  const read = await readRows(
    db,
    again.map(({ row }) => row),
  );
  const readAgain = new Map(again.map(({ place }, number) => [place, read[number]]));
  return scopes.map((scope, place) => readAgain.get(place) ?? scope);
}

const readRows = async (db: Database, asked: readonly AskedRow[]): Promise<AskedScope[]> =>
  (await sql<AskedScope>`${prepared} ${scopesOf(asked)}`.execute(db)).rows;

/** Exported so that its plan can be tested. */
export const askedScopes = (questions: readonly Question[]): RawBuilder<AskedScope> => scopesOf(questions.map(asRow));

/**
 * All configurations have the parser by name of `default`. Readings are materialized: Postgres would parse each once to see whether it has words, and
 * once more for the words. The words of each are gathered by themselves: grouped by its text, each would be sorted with the whole question beside it, and one of 2,000
 * letters without breaks held the embedded database for .7 s.
 */
const scopesOf = (asked: readonly AskedRow[]): RawBuilder<AskedScope> => sql<AskedScope>`
    select scope.* from json_to_recordset(${JSON.stringify(asked.map((row, number) => ({ ...row, number })))}::json)
      as asked (number int, account_id text, within uuid[], ids uuid[], query text, own jsonb, at timestamptz, dated jsonb)
    cross join lateral (
      with chosen as (
        select collection.id, stream.seq, stream.memory_count, collection.language, collection.former_model,
          ${stateOfCollection} as state,
          coalesce((select seq from consumer where account_id = collection.account_id and kind = 'collection'
            and stream_id = collection.id and name = 'graph'), 0) as named_up_to,
          ${textSearchConfigOf(sql.ref('collection.language'))} as config,
          coalesce(asked.own ->> collection.language, asked.query)
            || coalesce(' ' || (asked.dated -> collection.language ->> local.day::text), '') as query,
          local.day as today, collection.time_zone
        from collection join stream on stream.account_id = collection.account_id
          and stream.kind = 'collection' and stream.id = collection.id
        cross join lateral (
          select (coalesce(asked.at, now()) at time zone collection.time_zone)::date - date '1970-01-01' as day
        ) local
        where collection.account_id = asked.account_id and collection.deleted_at is null
          and (asked.within is null or collection.path && asked.within)
          and (asked.ids is null or collection.path && asked.ids)
      ), reading as materialized (
        select config, query, (
          select json_agg(json_build_object('text', token, 'stem', stem) order by place)
          from ts_parse('default', query)
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
        coalesce((select json_object_agg(language, today)
          from (select language, min(today) as today from chosen group by language) languages), '{}') as today,
        (select (extract(epoch from min((date '1970-01-01' + today + 1)::timestamp at time zone time_zone)) * 1000)::float8 from chosen
          where asked.dated ? language) as "todayEnds",
        (select (extract(epoch from min(valid_from)) * 1000)::float8 from memory
          where account_id = asked.account_id and collection_id = any(array(select id from chosen))
            and status = 'CURRENT' and valid_from > created_at and valid_from > now()) as "nextBegins",
        coalesce((select json_agg(distinct former_model) filter (where former_model is not null) from chosen), '[]')
          as "formerModels"
    ) scope order by asked.number`;

/** A question as the statement takes it. */
interface AskedRow {
  readonly account_id: string;
  readonly within: readonly string[] | null;
  readonly ids: readonly string[] | null;
  readonly at: Date | null;
  readonly query: string;
  /** Where a language reads it otherwise. */
  readonly own: Readonly<Record<string, string>>;
  readonly dated: DatedWords | null;
}

/** By language, and by the day on which it may be somewhere on earth, what a question has to have besides to be one for its date. */
type DatedWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

function asRow({ reach, request }: Question): AskedRow {
  const { usual: query, own } = readingsOf(request.mode === 'SEMANTIC' ? '' : request.query);
  const { asOf: at, collectionIds: ids } = request;
  return { account_id: reach.accountId, within: reach.within, ids, at, query, own, dated: datedWords(request, ['en']) };
}

/** Null: nothing. */
function datedWords(asked: Question['request'] | undefined, languages: readonly string[]): DatedWords | null {
  if (!asked || asked.mode === 'SEMANTIC' || languages.length === 0) return null;
  const question = plainQuestion(asked.query);
  const today = dayOfInstant(asked.asOf?.getTime() ?? Date.now());
  const days = [today - 1, today, today + 1];
  const missing = languages.flatMap((language) => {
    if (dateWordsMissing(language, question, today).length === 0) return [];
    const words = days.map((day) => [day, dateWordsMissing(language, question, day).join(' ')]);
    return [[language, Object.fromEntries(words)] as const];
  });
  return missing.length === 0 ? null : Object.fromEntries(missing);
}

/**
 * Most stems of a question that words are looked for by. Each costs the database a comparison a candidate, and a statement
 * holds 1,664 columns at most; a long question without word breaks has thousands.
 */
const mostStems = 500;

/** Each stem of the question once, the first of very many. */
export const stemsOf = ({ readings }: AskedScope): string[] =>
  [...new Set(readings.flatMap((words) => words.map(({ stem }) => stem)))].slice(0, mostStems);
