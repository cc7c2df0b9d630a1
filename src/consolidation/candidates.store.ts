import { type RawBuilder, sql } from 'kysely';
import { isSaidByAgent } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { dateWordCount } from '../platform/db/text-search.ts';

/** A new memory, and the model whose vectors it is compared by. */
interface Fresh {
  readonly accountId: string;
  readonly collectionId: string;
  readonly id: string;
  readonly model: string;
}

/** A memory that may say the same as a new one, or be about the same. */
export interface Candidate {
  readonly freshId: string;
  readonly id: string;
  /** Cosine of both vectors; null if one of the memories has no vector of the model. */
  readonly similarity: number | null;
}

/** Number of a memory's rarest words to search for; a candidate has to share two of them. */
const rareWords = 5;
/**
 * Two words that each occur in more memories than this are not searched for together: a text that a program wrote would be
 * compared with all that it wrote before. The two rarest are, up to `mostRead`, since a memory may have no other.
 */
const mostSharing = 1_000;
/**
 * Without a word that at most so many memories have, nothing is searched for: all of those would be read, and again with each that a
 * program adds. In so large a collection, a text without a rarer word says hardly anything.
 */
const mostRead = 5_000;
/** Maximum number of memories that have a rare word. */
const mostWithRareWord = 100;
/** Maximum number of candidates per memory, by words and by topics each. */
const mostCandidates = 40;

const literal = (lexeme: string) => sql.raw(`'''' || replace(replace(${lexeme}, '\\', '\\\\'), '''', '''''') || ''''`);

/**
 * Newest CURRENT memories in the collection of each row `asked` that match its query, by the full-text index. The account is
 * compared as an expression, which no index has: with many accounts, Postgres takes the account and its collection for two
 * independent conditions that few memories meet together, and would rather read the whole collection.
 */
const found = sql`(
  select memory.id from memory
  where memory.account_id || '' = asked.account_id and memory.collection_id = asked.collection_id
    and memory.status = 'CURRENT' and memory.terms @@ asked.query and memory.id <> asked.id
  order by memory.created_at desc limit ${sql.lit(mostCandidates)})`;

/**
 * Finds, for each new memory, CURRENT memories of its collection that share two of its rarest words, as duplicates do. They are
 * few, however large the collection is, and however alike its memories are.
 */
export const wordCandidates = async (db: Database, memories: readonly Fresh[]): Promise<Candidate[]> =>
  (await wordStatement(memories).execute(db)).rows;

/**
 * One index lookup per word, and no join: for an account that is new to its statistics, Postgres expects one word, and would
 * compare each word of the memory with all of the collection's (8,000 words with as many took the embedded database 30 s).
 */
const memoriesWithWord = sql`(
  select memories from term_statistic
  where account_id = given.account_id and collection_id = given.collection_id and kind = 'word' and term = lexeme)`;

/** Exported so that its plan can be tested. */
export const wordStatement = (memories: readonly Fresh[]): RawBuilder<Candidate> => sql<Candidate>`${prepared}
    with fresh as materialized (
      select given.account_id, given.collection_id, given.id, given.model, words.rare, words.counts
      from ${given(memories)} join memory on memory.account_id = given.account_id and memory.id = given.id
      cross join lateral (
        select array_agg(lexeme order by place) as rare, array_agg(memories order by place) as counts from (
          select lexeme, memories, row_number() over (order by memories, length(lexeme) desc, lexeme) as place from (
            select lexeme, coalesce(${memoriesWithWord}, 0) as memories
            from unnest(memory.terms) where positions[cardinality(positions)] > ${dateWordCount}
          ) word order by place limit ${rareWords}
        ) rarest
      ) words
    ), asked as materialized (
      select fresh.*, case when cardinality(rare) = 1 then (${literal('rare[1]')})::tsquery else (
        select string_agg(${literal('one.word')} || ' & ' || ${literal('other.word')}, ' | ')
        from unnest(rare, counts) with ordinality one (word, memories, place)
        join unnest(rare) with ordinality other (word, place) on one.place < other.place
        where one.memories <= ${mostSharing} or other.place = 2
      )::tsquery end as query
      from fresh where counts[1] <= ${mostRead}
    )
    select asked.id as "freshId", found.id, 1 - (own.vector <=> theirs.vector) as similarity
    from asked cross join lateral ${found} found
    left join memory_embedding own on own.account_id = asked.account_id and own.memory_id = asked.id and own.model = asked.model
    left join memory_embedding theirs on theirs.account_id = asked.account_id and theirs.memory_id = found.id
      and theirs.model = asked.model`;

/** A subject of a new memory: words that must all occur in another memory about the same. */
export interface Topic extends Pick<Fresh, 'accountId' | 'collectionId' | 'id'> {
  readonly words: string;
  /** Text-search configuration of its collection's language. */
  readonly config: string;
  /** Whether it is a single word, which tells what a memory is about only if few have it. */
  readonly isRare: boolean;
}

/** Finds the newest CURRENT memories about each topic, in its collection. */
export async function topicCandidates(db: Database, topics: readonly Topic[]): Promise<Candidate[]> {
  if (topics.length === 0) return [];
  const { rows } = await sql<Candidate>`${prepared}
    with asked as materialized (
      select given.*, plainto_tsquery(config::regconfig, words) as query, (
        select min(coalesce(${memoriesWithWord}, 0))
        from unnest(tsvector_to_array(to_tsvector(config::regconfig, words))) lexeme
      ) as memories
      from ${given(topics)}
    )
    select asked.id as "freshId", found.id, null::float8 as similarity from asked cross join lateral ${found} found
    where asked.memories <= case when asked.rare then ${sql.lit(mostWithRareWord)} else ${sql.lit(mostRead)} end`.execute(
    db,
  );
  return rows;
}

/** A word that more memories have tells little of any of them, whoever wrote it. */
const mostCounted = 30;

/**
 * Returns how many memories of a collection have each word, without those that an agent said, as long as that may matter: it takes
 * up what it is told, and would make each such word a common one.
 */
export async function memoriesWithWords(
  db: Database,
  { accountId, collectionId, config }: Pick<Topic, 'accountId' | 'collectionId' | 'config'>,
  words: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ readonly word: string; readonly memories: number }>`${prepared}
    select word, case when memories > ${mostCounted} then memories else (
      select count(*)::int from (
        select from memory
        where memory.account_id || '' = given.account_id and memory.collection_id = given.collection_id
          and memory.status = 'CURRENT' and memory.terms @@ given.query and not ${isSaidByAgent}
        limit ${mostCounted + 1}) found) end as memories
    from (
      select ${accountId}::text as account_id, ${collectionId}::uuid as collection_id, word, query,
        btrim(query::text, '''') as lexeme
      from unnest(${words}::text[]) as word cross join lateral plainto_tsquery(${config}::regconfig, word) query
    ) given cross join lateral (select coalesce(${memoriesWithWord}, 0) as memories) counted`.execute(db);
  return new Map(rows.map(({ word, memories }) => [word, memories]));
}

/** Rows `given (account_id, collection_id, id, model, words, config, rare)`, with null for what an item does not have. */
const given = (items: readonly (Pick<Fresh, 'accountId' | 'collectionId' | 'id'> & Partial<Fresh & Topic>)[]) => sql`
  json_to_recordset(${JSON.stringify(
    items.map(({ accountId, collectionId, isRare, ...item }) => ({
      ...item,
      rare: isRare,
      account_id: accountId,
      collection_id: collectionId,
    })),
  )}::json) as given (account_id text, collection_id uuid, id uuid, model text, words text, config text, rare boolean)`;
