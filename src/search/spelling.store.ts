import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { textSearchConfig } from '../platform/db/text-search.ts';
import type { AskedSpelling, Meant } from './spelling.ts';

/** The English collections whose memories are asked. */
export interface SpellingScope {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
}

/** Returns those of the words with stems that no memory has: the counts of stems lag behind the memories. */
export async function unknownWords(db: Database, scope: SpellingScope, words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`${prepared}
    select word from unnest(${words}::text[]) as word where exists (
      select from ${englishStemsOf(sql.ref('word'))} as stem
      where not exists (select from memory where ${isIn(scope)} and terms @@ quote_literal(stem)::tsquery)
    )`.execute(db);
  return rows.map(({ word }) => word);
}

/** Most completions of a word that is still being typed. */
const mostCompletions = 3;

/** Returns what memories have in place of words, by word. Of two words in place of one, the rarer counts; a stop word counts as one memory. */
export async function meantWords(
  db: Database,
  scope: SpellingScope,
  asked: readonly AskedSpelling[],
): Promise<Map<string, Meant>> {
  const { rows } = await sql<Meant & { word: string }>`${prepared}
    select word, (
      select coalesce(json_object_agg(slip, memories order by slip), '{}') from (
        select slip, (
          select coalesce(min(memories), 1) from ${englishStemsOf(sql.ref('slip'))} as stem cross join lateral (
            select coalesce(sum(memories), 0)::int as memories from term_statistic where ${isStemIn(scope)} and term = stem
          ) counted
        ) as memories
        from unnest(slips) as slip
      ) counted where memories > 0
    ) as slips, array(
      select term from term_statistic where "isTyped" and ${isStemIn(scope)} and starts_with(term, word)
      group by term order by sum(memories) desc, term limit ${mostCompletions}
    ) as longer
    from json_to_recordset(${JSON.stringify(asked)}::json) as asked (word text, slips text[], "isTyped" boolean)`.execute(
    db,
  );
  return new Map(rows.map(({ word, ...meant }) => [word, meant]));
}

const isIn = ({ accountId, collectionIds }: SpellingScope) =>
  sql`account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[])`;
const isStemIn = (scope: SpellingScope) => sql`${isIn(scope)} and kind = 'stem'`;

export const englishStemsOf = (words: RawBuilder<unknown>) =>
  sql`unnest(tsvector_to_array(to_tsvector(${textSearchConfig('en')}::regconfig, ${words})))`;
