import { type RawBuilder, sql } from 'kysely';
import type { MemoryStatus } from '../../memory/memory.ts';
import type { Database } from '../../platform/db/database.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import { textSearchConfig } from '../../platform/db/text-search.ts';
import type { AskedSpelling, Meant } from './spelling.ts';

/** The memories that are asked: of English collections, in some statuses. */
export interface SpellingScope {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
  readonly statuses: readonly MemoryStatus[];
}

/** Returns those of the words with stems that no memory has: the counts of stems lag behind the memories. */
export async function unknownWords(db: Database, scope: SpellingScope, words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`${prepared}
    select word from unnest(${words}::text[]) as word where exists (
      select from unnest(${englishStemsOf(sql.ref('word'))}) as stem
      where not exists (select from memory where ${isAsked(scope)} and terms @@ quote_literal(stem)::tsquery)
    )`.execute(db);
  return rows.map(({ word }) => word);
}

/** Most completions of a word that is still being typed. */
const mostCompletions = 3;

/**
 * Returns what memories have in place of words, by word. Of two words in place of one, the rarer counts; a stop word counts as one memory. Nearly
 * none of some hundred slips is counted, which `case` looks up first: Postgres may expect a look into memories to be cheaper, and in an account
 * that is new to its statistics reads all of them for each slip.
 */
export async function meantWords(
  db: Database,
  scope: SpellingScope,
  asked: readonly AskedSpelling[],
): Promise<Map<string, Meant>> {
  const { rows } = await sql<Meant & { word: string }>`${prepared}
    select word, (
      select coalesce(json_object_agg(slip, memories order by slip), '{}') from (
        select slip, (
          select coalesce(min(memories), 1) from unnest(${englishStemsOf(sql.ref('slip'))}) as stem cross join lateral (
            select coalesce(sum(memories), 0)::int as memories from term_statistic where ${isStemIn(scope)} and term = stem
          ) counted
        ) as memories
        from unnest(known || others) as slip
      ) counted where case when memories <= 0 then false
        when slip = any(others) then ${isWritten(scope, sql.ref('slip'))} else ${areSideBySide(scope, sql.ref('slip'))} end
    ) as slips, array(
      select written from (
        select term, sum(memories) as memories from term_statistic where "isTyped" and ${isStemIn(scope)} and starts_with(term, word)
        group by term order by memories desc, term limit ${mostCompletions}
      ) completed cross join lateral (${asWritten(scope)}) in_memories order by memories desc, term
    ) as longer
    from json_to_recordset(${JSON.stringify(asked)}::json) as asked (word text, known text[], others text[], "isTyped" boolean)`.execute(
    db,
  );
  return new Map(rows.map(({ word, ...meant }) => [word, meant]));
}

const isIn = ({ accountId, collectionIds }: SpellingScope) =>
  sql`account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[])`;
const isAsked = (scope: SpellingScope) => sql`${isIn(scope)} and status = any(${scope.statuses}::text[])`;
const isStemIn = (scope: SpellingScope) => sql`${isIn(scope)} and kind = 'stem'`;

/** Memories of a stem in which a word is looked for as it is written: the stem of a slip that is no word may be that of another word. */
const mostRead = 20;

/** Whether a memory has a word, be it with or without an "s" at its end. */
const isWritten = (scope: SpellingScope, word: RawBuilder<unknown>) => sql`exists (
  select from (
    select content from memory where ${isAsked(scope)} and terms @@ plainto_tsquery(${textSearchConfig('en')}::regconfig, ${word}) limit ${mostRead}
  ) having_stem where content ~* ('\\m' || regexp_replace(${word}, 's$', '') || 's?\\M'))`;

/** The commonest word that memories write for the stem `term` of the beginning `word`: the meaning of "siemen" or "chemistri" is not known. */
const asWritten = (scope: SpellingScope) => sql`
  select written from (
    select concat_ws(' ', speaker, content) as words from memory where ${isAsked(scope)} and terms @@ quote_literal(term)::tsquery limit ${mostRead}
  ) having_stem cross join lateral (
    select lower((regexp_matches(words, '\\m' || word || '[[:alpha:]]*', 'gi'))[1]) as written
  ) beginning where term = any(${englishStemsOf(sql.ref('written'))}) group by written order by count(*) desc, written limit 1`;

/**
 * Whether a memory has the words side by side: only then may "run time" be meant by "runtime". True without a look if there are not two words to
 * look for: there is only one, or the others are stop words.
 */
const areSideBySide = (scope: SpellingScope, words: RawBuilder<unknown>) => sql`(position(' ' in ${words}) = 0 or (
  select numnode(query) < 2 or exists (select from memory where ${isAsked(scope)} and terms @@ query)
  from phraseto_tsquery(${textSearchConfig('en')}::regconfig, ${words}) as query))`;

export const englishStemsOf = (words: RawBuilder<unknown>) =>
  sql`tsvector_to_array(to_tsvector(${textSearchConfig('en')}::regconfig, ${words}))`;
