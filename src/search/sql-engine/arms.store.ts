import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reach } from '../../collection/reach.ts';
import { isOfLivingConversation } from '../../memory/memory.store.ts';
import { and, restrictions } from '../../memory/memory-conditions.ts';
import type { MemoryFilter } from '../../memory/memory-filter.ts';
import type { Database } from '../../platform/db/database.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { inverseFrequency } from '../okapi.ts';
import type { TurnRole } from '../ranking/turn.ts';
import { inverseFrequencySql, okapiSql } from './okapi-sql.ts';
import { overlooked, rarestStems, type TermCounts } from './rarest-stems.ts';
import { semanticArm } from './semantic-arm.store.ts';

/** Candidates that each arm contributes. Source: retrieval recipe, stage 1, point 3. */
const armLimit = 100;

/** What the arms need to know. An arm without stems or vector does not run. */
export interface ArmsRequest {
  readonly reach: Reach;
  readonly collectionIds: readonly string[];
  /** How many CURRENT memories they have. */
  readonly memories: number;
  readonly stems: readonly string[];
  readonly vector: Vector | null;
  readonly model: string;
  readonly filter: MemoryFilter;
  readonly asOf: Date | null;
  /** What is counted of the scope; null: to be counted by a scan of it. */
  readonly counts: TermCounts | null;
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
  readonly counts: TermCounts;
}

/**
 * The best of each arm, both scores exact for all of them. Candidates by words are those with a rare stem; where others could
 * stand among the best, all of these are sought too.
 */
export async function runArms(db: Database, request: ArmsRequest): Promise<ArmsFound> {
  const rare = rarestStems(request);
  const groups = rare.map((stem) => [stem]);
  const found = await run(db, request, { groups, semantic: true });
  const last = found.hits.find(({ lexicalRank }) => lexicalRank === armLimit)?.lexical ?? null;
  const others = overlooked(last, request, rare);
  if (others.length === 0) return found;
  const { hits } = await run(db, request, { groups: [...groups, ...others], semantic: false });
  return { ...found, hits: joined(hits, found.hits) };
}

/** Words' best of the one, meaning's best of the other. */
function joined(byWords: readonly ArmHit[], byMeaning: readonly ArmHit[]): ArmHit[] {
  const hits = new Map(
    byMeaning.filter(({ semanticRank }) => semanticRank !== null).map((hit) => [hit.id, { ...hit, lexicalRank: null }]),
  );
  const merged = byWords.map((hit) => ({ ...hit, semanticRank: hits.get(hit.id)?.semanticRank ?? null }));
  for (const { id } of merged) hits.delete(id);
  return [...merged, ...hits.values()];
}

/** Which candidates to look for. */
interface Sought {
  /** Memories with all stems of one of these groups. */
  readonly groups: readonly (readonly string[])[];
  /** And those whose vectors are near. */
  readonly semantic: boolean;
}

const everything = ({ stems }: ArmsRequest): Sought => ({ groups: stems.map((stem) => [stem]), semantic: true });

async function run(db: Database, request: ArmsRequest, sought: Sought): Promise<ArmsFound> {
  const { rows } = await armsStatement(request, sought).execute(db);
  const [found] = rows;
  if (!found) throw new Error('The statement of the arms answered no row');
  return found;
}

/** The statement of both arms; exported so that its plan can be looked at. All stems count in the scores, whatever was sought. */
export function armsStatement(request: ArmsRequest, sought: Sought = everything(request)): RawBuilder<ArmsFound> {
  const { stems, vector, model } = request;
  const { accountId } = request.reach;
  const scope = conditions(request);
  const distance = vector && sql`e.vector <=> ${vectorLiteral(vector.values)}`;
  const score = scoreOf(stems);
  const semantic =
    vector && sought.semantic
      ? semanticArm({ ...request, vector, accountId, conditions: scope, limit: armLimit })
      : sql`semantic as (${noHits})`;
  return sql<ArmsFound>`
    with ${weightsOf(request)},
    lexical as (
      ${stems.length > 0 ? lexicalArm(scope, score, sought.groups) : noHits}
    ), ${semantic},
    pool as (select id from lexical union select id from semantic),
    hit as (
      select pool.id, memory.speaker, memory.role,
        (memory.valid_from at time zone collection.time_zone)::date - date '1970-01-01' as day,
        ${score}::float8 as lexical, lexical.rank::int as "lexicalRank",
        ${distance ? sql`coalesce(1 - (${distance}), 0)::float8` : sql`0::float8`} as cosine, semantic.rank::int as "semanticRank",
        encode(memory.content_hash, 'hex') || coalesce(memory.speaker, '') as sameness
      from pool
      cross join weights
      join memory on memory.account_id = ${accountId} and memory.id = pool.id
      join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
      left join lexical on lexical.id = pool.id
      left join semantic on semantic.id = pool.id
      left join memory_embedding e on e.account_id = ${accountId} and e.memory_id = pool.id and e.model = ${model}
    )
    select coalesce((select json_agg(hit) from hit), '[]') as hits,
      (select json_build_object('memories', memories, 'meanTerms', mean_terms, 'frequencies', frequencies) from weights) as counts`;
}

/** One row: what is counted, and the weight of each stem as `w0`, `w1` and so on. */
function weightsOf({ counts, stems, ...request }: ArmsRequest): RawBuilder<unknown> {
  if (counts) {
    const weights = stems.map(
      (_, index) =>
        sql`${inverseFrequency(counts.memories, counts.frequencies[index] ?? 0)}::float8 as ${weight(index)}`,
    );
    return sql`weights as materialized (
      select ${counts.memories}::float8 as memories, ${counts.meanTerms}::float8 as mean_terms,
        ${JSON.stringify(counts.frequencies)}::json as frequencies ${each(weights)})`;
  }
  const counted = statisticConditions(request);
  const having = stems.map(
    (stem, index) => sql`coalesce(sum(${hasStem(stem)}), 0)::float8 as ${sql.ref(`df${index}`)}`,
  );
  return sql`total as materialized (
      select count(*)::float8 as memories, coalesce(sum(memory.term_count)::float8 / nullif(count(*), 0), 1) as mean_terms ${each(having)}
      from memory where ${counted}
    ), weights as materialized (
      select memories, mean_terms, to_json(array[${sql.join(stems.map((_, index) => sql.ref(`df${index}`)))}]::float8[]) as frequencies
        ${each(stems.map((_, index) => sql`${inverseFrequencySql(sql.ref(`df${index}`))} as ${weight(index)}`))}
      from total)`;
}

const each = (columns: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  columns.length === 0 ? sql`` : sql`, ${sql.join(columns)}`;

const weight = (index: number) => sql.ref(`w${index}`);

const scoreOf = (stems: readonly string[]): RawBuilder<number> =>
  okapiSql(stems.map((stem, index) => sql`${hasStem(stem)} * weights.${weight(index)}`));

/** Memories with one of the groups of stems, found by the index over (collection, terms). */
const lexicalArm = (scope: RawBuilder<SqlBool>, score: RawBuilder<number>, groups: Sought['groups']) => sql`
  select id, row_number() over (order by score desc, id) as rank from (
    select memory.id, ${score} as score from memory cross join weights
    where ${scope} and memory.terms @@ ${groups.map((group) => group.map(quoteLexeme).join(' & ')).join(' | ')}::tsquery
    order by score desc, memory.id limit ${armLimit}) best`;

const noHits = sql`select null::uuid as id, null::bigint as rank where false`;

/** 1 where the memory has the stem, else 0. */
const hasStem = (stem: string): RawBuilder<number> => sql<number>`(memory.terms @@ ${quoteLexeme(stem)}::tsquery)::int`;

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
