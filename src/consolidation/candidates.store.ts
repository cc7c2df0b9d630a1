import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { dateWords, textSearchConfig } from '../platform/db/text-search.ts';
import type { ConsolidationRun } from './consolidation.ts';

type Scope = Pick<ConsolidationRun, 'accountId' | 'collectionId'>;

/** A memory that may say the same as a new one, or be about the same. */
export interface Candidate {
  readonly freshId: string;
  readonly id: string;
  /** Cosine of both vectors; null where one has none of the model. */
  readonly similarity: number | null;
}

/** Of the words of a memory so many of the rarest are looked for: two of them lead to its duplicates. */
const rareWords = 5;
/** Most candidates of one memory by either way. */
const most = 40;

const literal = (lexeme: string) => sql.raw(`'''' || replace(replace(${lexeme}, '\\', '\\\\'), '''', '''''') || ''''`);

/**
 * CURRENT memories of the collection that share two of the rarest words of each new one: as many as duplicates have, and few,
 * however large the collection is. The index over words finds them.
 */
export async function wordCandidates(
  db: Database,
  { accountId, collectionId }: Scope,
  model: string,
  freshIds: readonly string[],
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with fresh as materialized (
      select memory.id, array(
        select lexeme from unnest(memory.terms)
        left join term_statistic counted on counted.account_id = ${accountId} and counted.kind = 'word'
          and counted.collection_id = ${collectionId} and counted.term = lexeme
        where positions[cardinality(positions)] > ${dateWords}
        order by coalesce(counted.memories, 0), length(lexeme) desc, lexeme limit ${rareWords}
      ) as rare
      from memory where memory.account_id = ${accountId} and memory.id = any(${freshIds}::uuid[])
    ), asked as materialized (
      select id, case when cardinality(rare) = 1 then (${literal('rare[1]')})::tsquery else (
        select string_agg(${literal('one.word')} || ' & ' || ${literal('other.word')}, ' | ')
        from unnest(rare) with ordinality one (word, place)
        join unnest(rare) with ordinality other (word, place) on one.place < other.place
      )::tsquery end as query
      from fresh where cardinality(rare) > 0
    )
    select asked.id as "freshId", found.id, (-(own.vector <#> theirs.vector) * own.scale * theirs.scale)::float8 as similarity
    from asked
    cross join lateral (
      select memory.id from memory
      where memory.account_id = ${accountId} and memory.collection_id = ${collectionId} and memory.status = 'CURRENT'
        and memory.terms @@ asked.query and memory.id <> asked.id
      order by memory.created_at desc limit ${most}
    ) found
    left join memory_embedding own on own.account_id = ${accountId} and own.memory_id = asked.id and own.model = ${model}
    left join memory_embedding theirs on theirs.account_id = ${accountId} and theirs.memory_id = found.id
      and theirs.model = ${model}`.execute(db);
  return rows;
}

/** What a new memory is about: words that all have to be in another one that is about the same. */
export interface Topic {
  readonly freshId: string;
  readonly words: string;
}

/** The newest CURRENT memories of the collection that are about each topic. */
export async function topicCandidates(
  db: Database,
  { accountId, collectionId }: Scope,
  language: string,
  topics: readonly Topic[],
): Promise<Candidate[]> {
  if (topics.length === 0) return [];
  const { rows } = await sql<Candidate>`
    with asked as materialized (
      select "freshId", plainto_tsquery(${textSearchConfig(language)}::regconfig, words) as query
      from json_to_recordset(${JSON.stringify(topics)}::json) as topic ("freshId" uuid, words text)
    )
    select asked."freshId", found.id, null::float8 as similarity from asked
    cross join lateral (
      select memory.id from memory
      where memory.account_id = ${accountId} and memory.collection_id = ${collectionId} and memory.status = 'CURRENT'
        and memory.terms @@ asked.query and memory.id <> asked."freshId"
      order by memory.created_at desc limit ${most}
    ) found
    where numnode(asked.query) > 0`.execute(db);
  return rows;
}
