import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reach } from '../../collection/reach.ts';
import { isOfLivingConversation } from '../../memory/memory.store.ts';
import { and, restrictions } from '../../memory/memory-conditions.ts';
import type { MemoryFilter } from '../../memory/memory-filter.ts';
import type { Database } from '../../platform/db/database.ts';
import { textSearchConfigs } from '../../platform/db/text-search.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { Participant, TurnRole } from '../ranking/turn.ts';
import { bm25, hasTerm } from './bm25-sql.ts';

/** Candidates that each arm contributes. Source: retrieval recipe, stage 1, point 3. */
const armLimit = 100;

/** What the arms need to know. An arm without stems or vector does not run. */
export interface ArmsRequest {
  readonly reach: Reach;
  readonly collectionIds: readonly string[];
  readonly stems: readonly string[];
  readonly pieces: Uint16Array;
  readonly vector: Vector | null;
  readonly model: string;
  readonly filter: MemoryFilter;
  readonly asOf: Date | null;
}

/** One memory that an arm found, with what its first score depends on. A rank is there where the arm itself found it. */
export interface ArmHit {
  readonly id: string;
  readonly speaker: string | null;
  readonly role: TurnRole | null;
  readonly day: number;
  readonly lexical: number;
  readonly lexicalRank: number | null;
  readonly cosine: number;
  readonly semanticRank: number | null;
  /** Equal for memories that say the same by the same speaker. */
  readonly sameness: string;
}

export interface ArmsFound {
  readonly hits: readonly ArmHit[];
  /** Of the memories that the conditions leave. */
  readonly total: { readonly memories: number; readonly meanTerms: number };
  /** How many of them have a stem of the question, in the order of the stems. */
  readonly frequencies: readonly number[];
  /** Each pair of speaker and role of the collections' CURRENT memories. */
  readonly participants: readonly Participant[];
  /** Stems of the words of their names. */
  readonly nameStems: readonly string[];
  /** How many CURRENT memories have a piece of the question. */
  readonly pieces: Readonly<Record<string, number>>;
}

/** The best of each arm, both scores exact for all of them, and what ranking has to know of the scope. */
export async function runArms(db: Database, request: ArmsRequest): Promise<ArmsFound> {
  const { rows } = await armsStatement(request).execute(db);
  const [found] = rows;
  if (!found) throw new Error('The statement of the arms answered no row');
  return found;
}

/** The statement of both arms; exported so that its compiled form can be looked at in review. */
export function armsStatement({
  collectionIds,
  stems,
  vector,
  model,
  pieces,
  ...request
}: ArmsRequest): RawBuilder<ArmsFound> {
  const scope = conditions({ ...request, collectionIds });
  const counted = statisticConditions({ ...request, collectionIds });
  const { accountId } = request.reach;
  const terms = stems.map((stem, index) => ({ stem, column: sql.ref(`t${index}`) }));
  const distance = vector && sql`e.vector <=> ${vectorLiteral(vector.values)}`;
  return sql<ArmsFound>`
    with total as materialized (
      select count(*)::float8 as memories, coalesce(avg(memory.term_count), 1)::float8 as mean_terms from memory where ${counted}
    ), ${terms.length > 0 ? lexicalArm({ scope, counted, terms }) : noLexicalArm},
    semantic as (
      ${distance ? semanticArm(distance, { accountId, collectionIds, model, scope }) : noHits}
    ), pool as (select id from lexical union select id from semantic),
    hit as (
      select pool.id, memory.speaker, memory.role,
        (memory.valid_from at time zone collection.time_zone)::date - date '1970-01-01' as day,
        coalesce(scored.score, 0)::float8 as lexical, lexical.rank::int as "lexicalRank",
        ${distance ? sql`coalesce(1 - (${distance}), 0)::float8` : sql`0::float8`} as cosine, semantic.rank::int as "semanticRank",
        encode(memory.content_hash, 'hex') || coalesce(memory.speaker, '') as sameness
      from pool
      join memory on memory.account_id = ${accountId} and memory.id = pool.id
      join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
      left join scored on scored.id = pool.id
      left join lexical on lexical.id = pool.id
      left join semantic on semantic.id = pool.id
      left join memory_embedding e on e.account_id = ${accountId} and e.memory_id = pool.id and e.model = ${model}
    ), statistic as materialized (
      select kind, term, sum(memories)::int as memories from term_statistic
      where account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[])
        and (kind = 'participant' or (kind = 'piece' and term = any(${[...pieces].map(String)}::text[])))
      group by kind, term
    ), participant as (
      select term::jsonb ->> 0 as speaker, term::jsonb ->> 1 as role from statistic where kind = 'participant'
    )
    select coalesce((select json_agg(hit) from hit), '[]') as hits,
      (select json_build_object('memories', memories, 'meanTerms', mean_terms) from total) as total,
      ${terms.length > 0 ? sql`(select to_json(array[${sql.join(terms.map(({ column }) => column))}]) from df)` : sql`'[]'::json`} as frequencies,
      coalesce((select json_agg(participant) from participant), '[]') as participants,
      coalesce((select json_agg(distinct stem) from collection
        cross join participant cross join unnest(tsvector_to_array(to_tsvector(
          coalesce(${JSON.stringify(textSearchConfigs)}::jsonb ->> language, 'simple')::regconfig, speaker))) as stem
        where account_id = ${accountId} and collection.id = any(${collectionIds}::uuid[])), '[]') as "nameStems",
      coalesce((select json_object_agg(term, memories) from statistic where kind = 'piece'), '{}') as pieces`;
}

interface SemanticScope {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
  readonly model: string;
  readonly scope: RawBuilder<SqlBool>;
}

const semanticArm = (distance: RawBuilder<unknown>, { accountId, collectionIds, model, scope }: SemanticScope) => sql`
  select memory.id, row_number() over (order by ${distance}, memory.id) as rank
  from memory_embedding e join memory on memory.account_id = e.account_id and memory.id = e.memory_id
  where e.account_id = ${accountId} and e.collection_id = any(${collectionIds}::uuid[]) and e.model = ${model} and ${scope}
  order by ${distance}, memory.id limit ${armLimit}`;

const noHits = sql`select null::uuid as id, null::bigint as rank where false`;

interface Term {
  readonly stem: string;
  readonly column: RawBuilder<unknown>;
}

const noLexicalArm = sql`scored as (select null::uuid as id, 0::float8 as score where false), lexical as (${noHits})`;

interface LexicalScope {
  /** What the search may find. */
  readonly scope: RawBuilder<SqlBool>;
  /** What its statistics are of. */
  readonly counted: RawBuilder<SqlBool>;
  readonly terms: readonly Term[];
}

/** Memories with any of the terms, found by the index over (collection, terms); df is exact. */
function lexicalArm({ scope, counted, terms }: LexicalScope): RawBuilder<unknown> {
  const any = terms.map(({ stem }) => quoteLexeme(stem)).join(' | ');
  return sql`
    candidate as materialized (
      select memory.id, memory.term_count, ${scope} as fits,
        ${sql.join(terms.map(({ stem, column }) => sql`${hasTerm(sql`memory.terms`, quoteLexeme(stem))} as ${column}`))}
      from memory where ${counted} and memory.terms @@ ${any}::tsquery
    ), df as (
      select ${sql.join(terms.map(({ column }) => sql`coalesce(sum(${column}), 0)::float8 as ${column}`))} from candidate
    ), scored as (
      select candidate.id, candidate.fits, ${bm25(terms.map(({ column }) => column))} as score from candidate, df, total
    ), lexical as (
      select id, row_number() over (order by score desc, id) as rank from scored where fits order by score desc, id limit ${armLimit}
    )`;
}

type Asked = Pick<ArmsRequest, 'reach' | 'filter' | 'asOf' | 'collectionIds'>;

/** Recall means valid at the instant asked, and CURRENT; as of a past instant, what was CURRENT then. */
export function conditions(asked: Asked): RawBuilder<SqlBool> {
  const { filter, asOf } = asked;
  const at = asOf ? sql`${asOf}::timestamptz` : sql`now()`;
  return and([
    inCollections(asked, filter.statuses ?? (asOf ? ['CURRENT', 'SUPERSEDED'] : ['CURRENT'])),
    sql`memory.valid_from <= ${at} and (memory.valid_to is null or memory.valid_to > ${at})`,
    ...restrictions(filter),
  ]);
}

/** Statistics are of all CURRENT memories, whatever the filter; where others are asked for, of what may be found. */
const statisticConditions = (asked: Asked): RawBuilder<SqlBool> =>
  asked.asOf || asked.filter.statuses ? conditions(asked) : inCollections(asked, ['CURRENT']);

const inCollections = ({ reach, collectionIds }: Asked, statuses: readonly string[]): RawBuilder<SqlBool> =>
  and([
    sql`memory.account_id = ${reach.accountId}`,
    sql`memory.collection_id = any(${collectionIds}::uuid[])`,
    sql`memory.status = any(${statuses}::text[])`,
    isOfLivingConversation(reach),
  ]);

/** A lexeme as a tsquery operand: quoted, so that nothing in it is taken for an operator. */
const quoteLexeme = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
