import { type RawBuilder, sql } from 'kysely';
import { dayHere } from '../memory/memory-columns.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { textSearchConfigOf } from '../platform/db/text-search.ts';
import { readingsOf, withWordBreaks } from '../platform/words/word-breaks.ts';
import type { AskedScope, Question } from './asked.ts';
import { commonSubjects } from './common-subjects.store.ts';
import { aboutOf, wordsAboutIn } from './question/about.ts';
import { adjacentWordsAsOne } from './question/adjacent-words.ts';
import { namedSubjects } from './question/common-subjects.ts';
import { otherKinWords } from './question/kin-words.ts';
import { englishStemsOf } from './question/spelling.store.ts';
import { mostDoubtful } from './question/spelling.ts';
import { dayOfInstant } from './ranking/calendar.ts';
import { dateWordsMissing } from './ranking/missing-date-words.ts';
import { plainQuestion } from './ranking/plain-question.ts';
import { prepareDates } from './ranking/prepare-dates.ts';
import { anyReplaced } from './replaced.store.ts';
import { isAskedFor, isChosen, stateOfCollection, stateOfScope } from './scope-state.store.ts';
import { instant } from './sql-engine/turn-row.store.ts';

/**
 * Finds the collections of each question and parses it, each within its own account. Only the database makes stems, so that they
 * match the stored ones: by the first dictionary that knows a word, as ts_debug does in three times the time.
 */
export async function readAskedScopes(db: Database, questions: readonly Question[]): Promise<AskedScope[]> {
  const byWords = questions.map(({ request: { mode, query } }) => (mode === 'SEMANTIC' ? null : plainQuestion(query)));
  await Promise.all(byWords.map((query) => query && prepareDates(query, ['en'])));
  const asked = questions.map(asRow);
  const scopes = await readRows(db, asked);
  // Dates in other languages than English need a second read, once the collections' languages are known: few questions have any.
  const others = scopes.map(({ today }) => Object.keys(today).filter((language) => language !== 'en'));
  await Promise.all(byWords.map((query, place) => query && prepareDates(query, others[place] ?? [])));
  const again = asked.flatMap((row, place) => {
    const dated = datedWords(questions[place]?.request, others[place] ?? []);
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

/** Exported so that tests can check its plan. */
export const askedScopes = (questions: readonly Question[]): RawBuilder<AskedScope> => scopesOf(questions.map(asRow));

/**
 * All configurations use the parser named `default`. Readings are materialized, or Postgres would parse each twice: to see whether it has words, and
 * for the words. Each reading aggregates its words in a subquery: grouped by text, each word would be sorted with the whole question beside it, and
 * a question of 2,000 letters without breaks blocked the embedded database for .7 s.
 */
const scopesOf = (asked: readonly AskedRow[]): RawBuilder<AskedScope> => sql<AskedScope>`
    select scope.* from json_to_recordset(${JSON.stringify(asked.map((row, number) => ({ ...row, number })))}::json)
      as asked (number int, account_id text, within uuid[], ids uuid[], english text, query text, own jsonb, at timestamptz, dated jsonb,
        doubtful text[], named text[])
    cross join lateral (
      with chosen as (
        select collection.id, stream.seq, stream.memory_count, collection.language, collection.former_model,
          ${stateOfCollection} as state,
          coalesce((select seq from consumer where account_id = collection.account_id and kind = 'collection'
            and stream_id = collection.id and name = 'graph'), 0) as named_up_to,
          ${textSearchConfigOf(sql.ref('collection.language'))} as config,
          coalesce(asked.own ->> collection.language, case collection.language when 'en' then asked.english else asked.query end)
            || coalesce(' ' || (asked.dated -> collection.language ->> local.day::text), '') as query,
          local.day as today, collection.time_zone
        from collection join stream on stream.account_id = collection.account_id
          and stream.kind = 'collection' and stream.id = collection.id
        cross join lateral (
          select ${dayHere(sql`coalesce(asked.at, now())`)} - date '1970-01-01' as day
        ) local
        where ${isAskedFor}
      ), reading as materialized (
        select config, query, (
          select json_agg(stem order by place)
          from ts_parse('default', query)
            with ordinality as parsed (kind, token, place)
          cross join lateral unnest((
            select ts_lexize(mapdict, token) from pg_ts_config_map
            where mapcfg = config::regconfig and maptokentype = parsed.kind and ts_lexize(mapdict, token) is not null
            order by mapseqno limit 1)) as stem
        ) as stems
        from (select distinct config, query from chosen) ways
      )
      select
        coalesce((select json_agg(json_build_object('id', id, 'seq', seq, 'memoryCount', memory_count,
          'namedUpTo', named_up_to) order by id)
          from chosen), '[]') as collections,
        coalesce((select json_agg(stems order by config, query) from reading where stems is not null), '[]') as readings,
        ${stateOfScope(sql.ref('chosen'))} as state,
        coalesce((select bool_or(language = 'en') from chosen), false) as english,
        ${instant(sql`now()`)} as now,
        coalesce((select json_object_agg(language, today order by language <> 'en', language)
          from (select language, min(today) as today from chosen group by language) languages), '{}') as today,
        coalesce((select json_agg(distinct time_zone) from chosen), '[]') as "timeZones",
        (select ${instant(sql`min((date '1970-01-01' + today + 1)::timestamp at time zone time_zone)`)} from chosen
          where asked.dated ? language) as "todayEnds",
        (select ${instant(sql`min(valid_from)`)} from memory
          where ${isChosen}
            and status = 'CURRENT' and valid_from > created_at and valid_from > now()) as "nextBegins",
        coalesce((select json_agg(word) from (
          select word, (${englishStemsOf(sql.ref('word'))})[1] as stem from unnest(asked.doubtful) as word limit ${mostDoubtful}
        ) doubtful where stem is not null and not exists (
          select from term_statistic where ${isChosen}
            and kind = 'stem' and term = stem and memories > 0)), '[]') as uncounted,
        ${commonSubjects} as subjects,
        coalesce((select json_agg(distinct former_model) filter (where former_model is not null) from chosen), '[]')
          as "formerModels",
        ${anyReplaced(sql.ref('asked.account_id'), sql`array(select id from chosen)`)} as replaced
    ) scope order by asked.number`;

/** A question as a parameter of the statement. */
interface AskedRow {
  readonly account_id: string;
  readonly within: readonly string[] | null;
  readonly ids: readonly string[] | null;
  readonly at: Date | null;
  /** The text to parse in English collections, and in others. */
  readonly english: string;
  readonly query: string;
  /** By language, the text to parse instead of `query`. */
  readonly own: Readonly<Record<string, string>>;
  readonly dated: DatedWords | null;
  readonly doubtful: readonly string[];
  readonly named: readonly string[];
}

/** By language and by each day that it may now be somewhere on earth, the date words that are added to the question. */
type DatedWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

function asRow({ reach, request, doubtful = [] }: Question): AskedRow {
  const text = request.mode === 'SEMANTIC' ? '' : aboutOf(request);
  const { english, usual: query, own } = readingsOf(text);
  const { asOf: at, collectionIds: ids } = request;
  const isHybrid = request.mode === 'HYBRID';
  const kin = isHybrid ? otherKinWords(text) : [];
  const shorter = isHybrid ? wordsAboutIn(text) : [];
  return {
    account_id: reach.accountId,
    within: reach.within,
    ids,
    at,
    english: [english, ...adjacentWordsAsOne(text), ...kin].join(' '),
    query,
    own: { ...own, ...Object.fromEntries(shorter.map(([of, words]) => [of, withWordBreaks(words, of)])) },
    dated: datedWords(request, ['en']),
    doubtful,
    // A search by words alone has no meaning to be made.
    named: request.mode === 'LEXICAL' ? [] : namedSubjects(request.query),
  };
}

/** Null if no words are missing. */
function datedWords(asked: Question['request'] | undefined, languages: readonly string[]): DatedWords | null {
  if (!asked || asked.mode === 'SEMANTIC' || languages.length === 0) return null;
  const question = plainQuestion(asked.query);
  const today = dayOfInstant(asked.asOf?.getTime() ?? Date.now());
  const days = [today - 1, today, today + 1];
  const missing = languages.flatMap((language) => {
    const ofToday = dateWordsMissing(language, question, today);
    if (ofToday.length === 0) return [];
    const wordsOf = (day: number) => (day === today ? ofToday : dateWordsMissing(language, question, day));
    const words = days.map((day) => [day, wordsOf(day).join(' ')]);
    return [[language, Object.fromEntries(words)] as const];
  });
  return missing.length === 0 ? null : Object.fromEntries(missing);
}
