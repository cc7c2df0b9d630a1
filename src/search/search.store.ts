import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import { isOfLivingConversation } from '../memory/memory.store.ts';
import { and, restrictions } from '../memory/memory-conditions.ts';
import type { MemoryFilter } from '../memory/memory-filter.ts';
import type { Database } from '../platform/db/database.ts';
import { textSearchConfigs } from '../platform/db/text-search.ts';
import { vectorLiteral } from '../platform/db/vector.ts';
import type { Vector } from '../platform/embedding/embedder.ts';
import { bm25, hasTerm } from './bm25.ts';
import type { Candidate } from './search.ts';

/** Candidates that each arm contributes. Source: retrieval recipe, stage 1, point 3. */
const armLimit = 100;

/** What a question is in a scope: the collections that it reaches and its lexemes in their languages. */
export interface Question {
  readonly collectionIds: readonly string[];
  readonly lexemes: readonly string[];
}

/** What the arms need to know. An arm without lexemes or vector does not run. */
export interface ArmsRequest {
  readonly reach: Reach;
  readonly question: Question;
  readonly vector: Vector | null;
  readonly model: string;
  readonly filter: MemoryFilter;
  readonly asOf: Date | null;
}

/** The SQL of search: one statement reads the question, one runs both arms. */
export class SearchStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Stems are made by the database alone, so that they are the ones that it stored. */
  async readQuestion(reach: Reach, collectionIds: readonly string[] | null, query: string): Promise<Question> {
    const chosen = collectionIds === null ? sql`true` : sql`collection.path && ${collectionIds}::uuid[]`;
    const { rows } = await sql<Question>`
      with chosen as (
        select id, language from collection where ${isVisible(reach)} and ${chosen}
      ), lexeme as (
        select distinct unnest(tsvector_to_array(to_tsvector(
          coalesce(${JSON.stringify(textSearchConfigs)}::jsonb ->> language, 'simple')::regconfig, ${query}))) as lexeme
        from (select distinct language from chosen) languages
      )
      select coalesce((select array_agg(id) from chosen), '{}') as "collectionIds",
        coalesce((select array_agg(lexeme order by lexeme) from lexeme), '{}') as lexemes
      /* scoped by account_id in isVisible */`.execute(this.#db);
    return rows[0] ?? { collectionIds: [], lexemes: [] };
  }

  /** The best of each arm, both scores exact for all of them. */
  async candidates(request: ArmsRequest): Promise<Candidate[]> {
    const { rows } = await candidatesStatement(request).execute(this.#db);
    return rows;
  }
}

/** The statement of both arms; exported so that its compiled form can be looked at in review. */
export function candidatesStatement({ question, vector, model, ...request }: ArmsRequest): RawBuilder<Candidate> {
  const scope = inScope(request, question.collectionIds);
  const { accountId } = request.reach;
  const terms = question.lexemes.map((lexeme, index) => ({ lexeme, column: sql.ref(`t${index}`) }));
  const distance = vector && sql`e.vector <=> ${vectorLiteral(vector.values)}`;
  return sql<Candidate>`
    with ${terms.length > 0 ? lexicalArm(scope, terms) : noArm},
    semantic as (
      ${
        distance
          ? sql`select memory.id, row_number() over (order by ${distance}, memory.id) as rank
            from memory_embedding e join memory on memory.account_id = e.account_id and memory.id = e.memory_id
            where e.account_id = ${accountId} and e.collection_id = any(${question.collectionIds}::uuid[])
              and e.model = ${model} and ${scope}
            order by ${distance}, memory.id limit ${armLimit}`
          : sql`select null::uuid as id, null::bigint as rank where false`
      }
    ), pool as (select id from lexical union select id from semantic)
    select pool.id, encode(memory.content_hash, 'hex') || coalesce(memory.speaker, '') as sameness,
      coalesce(scored.score, 0)::float8 as "lexicalScore", lexical.rank::int as "lexicalRank",
      ${distance ? sql`(1 - (${distance}))::float8` : sql`null::float8`} as cosine, semantic.rank::int as "semanticRank"
    from pool
    join memory on memory.account_id = ${accountId} and memory.id = pool.id
    left join scored on scored.id = pool.id
    left join lexical on lexical.id = pool.id
    left join semantic on semantic.id = pool.id
    left join memory_embedding e on e.account_id = ${accountId} and e.memory_id = pool.id and e.model = ${model}`;
}

interface Term {
  readonly lexeme: string;
  readonly column: RawBuilder<unknown>;
}

const noArm = sql`scored as (select null::uuid as id, 0::float8 as score where false),
  lexical as (select null::uuid as id, null::bigint as rank where false)`;

/** Memories with any of the terms, found by the index over (collection, terms); df is exact within the scope. */
function lexicalArm(scope: RawBuilder<SqlBool>, terms: readonly Term[]): RawBuilder<unknown> {
  const any = terms.map(({ lexeme }) => quoteLexeme(lexeme)).join(' | ');
  return sql`
    candidate as materialized (
      select memory.id, memory.term_count,
        ${sql.join(terms.map(({ lexeme, column }) => sql`${hasTerm(sql`memory.terms`, quoteLexeme(lexeme))} as ${column}`))}
      from memory where ${scope} and memory.terms @@ ${any}::tsquery
    ), total as (
      select count(*)::float8 as memories, coalesce(avg(memory.term_count), 1)::float8 as mean_terms from memory where ${scope}
    ), df as (
      select ${sql.join(terms.map(({ column }) => sql`sum(${column})::float8 as ${column}`))} from candidate
    ), scored as (
      select candidate.id, ${bm25(terms.map(({ column }) => column))} as score from candidate, df, total
    ), lexical as (
      select id, row_number() over (order by score desc, id) as rank from scored order by score desc, id limit ${armLimit}
    )`;
}

/** Recall means valid at the instant asked, and CURRENT; as of a past instant, what was CURRENT then. */
function inScope(
  { reach, filter, asOf }: Pick<ArmsRequest, 'reach' | 'filter' | 'asOf'>,
  collectionIds: readonly string[],
): RawBuilder<SqlBool> {
  const statuses = filter.statuses ?? (asOf ? ['CURRENT', 'SUPERSEDED'] : ['CURRENT']);
  const at = asOf ? sql`${asOf}::timestamptz` : sql`now()`;
  return and([
    sql`memory.account_id = ${reach.accountId}`,
    sql`memory.collection_id = any(${collectionIds}::uuid[])`,
    sql`memory.status = any(${statuses}::text[])`,
    sql`memory.valid_from <= ${at} and (memory.valid_to is null or memory.valid_to > ${at})`,
    isOfLivingConversation(reach),
    ...restrictions(filter),
  ]);
}

/** A lexeme as a tsquery operand: quoted, so that nothing in it is taken for an operator. */
const quoteLexeme = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
