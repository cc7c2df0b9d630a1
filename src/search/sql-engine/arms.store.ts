import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { largestExactScan } from '../../memory/vector-index.store.ts';
import type { Database } from '../../platform/db/database.ts';
import { type JsonColumns, jsonColumns, rowsOf } from '../../platform/db/json-columns.ts';
import { onlyRow } from '../../platform/db/only-row.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { armLimit } from '../ranking/stage-one.ts';
import { conditions, isAmong, isUsual } from './conditions.store.ts';
import { mostScored, overlooked, type TermCounts } from './rarest-stems.ts';
import { countedOf, type ScopeStatistics, scopeStatistics, stateOf } from './scope-statistics.store.ts';
import { findNearest, type Near, nearFields, semanticArm } from './semantic-arm.store.ts';
import { mostPreparedStems, quoteLexeme, type StemsAsked, stemScore, stemWeights } from './stem-weights.store.ts';

/** Input of the arms. The lexical arm does not run without stems, nor the semantic one without a vector. */
export interface ArmsRequest extends StemsAsked {
  /** Number of CURRENT memories of the collections. */
  readonly memories: number;
  readonly vector: Vector | null;
  readonly model: string;
  /** The word pieces of the question, for the scope statistics that ranking needs; null if they are not needed. */
  readonly pieces: Uint16Array | null;
}

/** One memory that an arm found. Each rank is null unless that arm found it. */
export interface ArmHit extends Near {
  /** Score of the lexical arm; 0 if that arm did not find it. */
  readonly lexical: number;
  readonly lexicalRank: number | null;
  readonly semanticRank: number | null;
}

const hitFields = [
  ...nearFields,
  'lexical',
  'lexicalRank',
  'semanticRank',
] as const satisfies readonly (keyof ArmHit)[];

export interface ArmsFound {
  readonly hits: readonly ArmHit[];
  readonly counts: TermCounts;
  /** The rare stems by which candidates were searched for; null if they were searched for otherwise. */
  readonly sought: readonly string[] | null;
  /** State of the statistics: see `countedOf`. */
  readonly counted: string;
  /** State of the collections' memories: see `stateOf`. */
  readonly state: string;
  readonly statistics: ScopeStatistics | null;
}

/** The row that the database returns. */
interface ArmsRow extends Omit<ArmsFound, 'hits'> {
  readonly hits: JsonColumns<ArmHit>;
}

/** Whether each arm runs as its own statement: the semantic one then reads an index. */
const isLarge = ({ memories }: ArmsRequest): boolean => memories > largestExactScan;

/** Runs the semantic arm alone, so that it can run beside the lexical one on another connection. */
export async function runSemanticArm(db: Database, request: ArmsRequest): Promise<readonly ArmHit[]> {
  const { vector } = request;
  if (!vector) return [];
  const nearest = await findNearest(db, { ...nearOf(request), vector });
  return nearest.map((hit, index) => ({ ...hit, lexical: 0, lexicalRank: null, semanticRank: index + 1 }));
}

const nearOf = (request: ArmsRequest) => ({
  ...request,
  accountId: request.reach.accountId,
  conditions: conditions(request),
  isFiltered: !isUsual(request),
  limit: armLimit,
});

/**
 * Returns the best of each arm. Lexical candidates are the memories with a rare stem; if others could
 * be among the best, a second statement searches for those. `byMeaning`: the semantic arm, if it already runs elsewhere.
 */
export async function runArms(
  db: Database,
  request: ArmsRequest,
  byMeaning: Promise<readonly ArmHit[]> | null = null,
): Promise<ArmsFound> {
  const found = await widened(db, request, await run(db, request));
  if (!isLarge(request)) return found;
  return { ...found, hits: joined(found.hits, await (byMeaning ?? runSemanticArm(db, request))) };
}

async function widened(db: Database, request: ArmsRequest, found: ArmsFound): Promise<ArmsFound> {
  if (found.sought === null) return found;
  const counted = { stems: request.stems, counts: found.counts };
  const last = found.hits.find(({ lexicalRank }) => lexicalRank === armLimit)?.lexical ?? null;
  const others = overlooked(last, counted, found.sought);
  if (others.length === 0) return found;
  const more = await run(db, { ...request, ...counted, vector: null, pieces: null }, others);
  return { ...found, hits: joined(bestByWords([...found.hits, ...more.hits]), found.hits) };
}

/** Merges lists of the lexical arm and ranks them as its statement does. A memory has the same score in each list. */
function bestByWords(hits: readonly ArmHit[]): ArmHit[] {
  const found = new Map(hits.filter(({ lexicalRank }) => lexicalRank !== null).map((hit) => [hit.id, hit]));
  return [...found.values()]
    .sort((one, other) => other.lexical - one.lexical || (one.id < other.id ? -1 : 1))
    .slice(0, armLimit)
    .map((hit, index) => ({ ...hit, lexicalRank: index + 1 }));
}

/** Joins the lexical hits of the first list with the semantic hits of the second. */
function joined(byWords: readonly ArmHit[], byMeaning: readonly ArmHit[]): ArmHit[] {
  const hits = new Map(
    byMeaning.filter(({ semanticRank }) => semanticRank !== null).map((hit) => [hit.id, { ...hit, lexicalRank: null }]),
  );
  const merged = byWords.map((hit) => ({ ...hit, semanticRank: hits.get(hit.id)?.semanticRank ?? null }));
  for (const { id } of merged) hits.delete(id);
  return [...merged, ...hits.values()];
}

/** Candidates have all stems of one of these groups; `rare`: the statement chooses the stems by the statistics. */
type Groups = readonly (readonly string[])[] | 'rare';

const firstSought = ({ stems, counts }: ArmsRequest): Groups =>
  counts === 'stored' ? 'rare' : stems.map((stem) => [stem]);

async function run(db: Database, request: ArmsRequest, groups?: Groups): Promise<ArmsFound> {
  const found = await onlyRow(db, armsStatement(request, groups));
  return { ...found, hits: rowsOf(found.hits) };
}

/**
 * The statement of both arms for a small scope, of the lexical one alone for a large scope. Exported so that tests can check its
 * plan. All stems count in the scores, whichever of them the candidates were found by.
 */
export function armsStatement(request: ArmsRequest, groups: Groups = firstSought(request)): RawBuilder<ArmsRow> {
  const { stems, vector, pieces, collectionIds } = request;
  const scope = { accountId: request.reach.accountId, collectionIds };
  const semantic =
    vector && !isLarge(request) ? semanticArm({ ...nearOf(request), vector }) : sql`semantic as (${noHits})`;
  return sql<ArmsRow>`${isForAll(request, groups) ? prepared : sql``}
    with ${stemWeights(request)},
    lexical as (
      ${stems.length > 0 ? lexicalArm(request, stemScore(stems), groups) : noHits}
    ), ${semantic},
    hit as materialized (
      select id, version, collection, conversation, coalesce(max(score), 0)::float8 as lexical,
        max(by_words)::int as "lexicalRank", max(by_meaning)::int as "semanticRank"
      from (
        select id, version, collection, conversation, score, rank as by_words, null::bigint as by_meaning from lexical
        union all select id, version, collection, conversation, null, null, rank from semantic
      ) found
      group by id, version, collection, conversation
    )
    select ${jsonColumns<ArmHit>(hitFields, sql`select * from hit`)} as hits,
      (select json_build_object('memories', memories, 'meanTerms', mean_terms, 'frequencies', frequencies) from weights) as counts,
      ${groups === 'rare' ? sql`(select stems from rare)` : sql`null`} as sought,
      (${countedOf(scope)}) as counted, (${stateOf(scope)}) as state,
      ${pieces ? sql`(select row_to_json(statistic) from (${scopeStatistics(scope, pieces)}) statistic)` : sql`null`} as statistics`;
}

/** Whether one prepared plan serves all such questions: in large scopes there is one suitable index for each table. */
const isForAll = (request: ArmsRequest, groups: Groups): boolean =>
  groups === 'rare' && isLarge(request) && isUsual(request) && request.stems.length <= mostPreparedStems;

/**
 * Memories with one of the groups of stems. `offset 0` forces the index over (collection, terms), whatever the planner's statistics
 * of the account. If even the rarest stem is in very many memories, only the first ones of the table are scored.
 */
const lexicalArm = (request: ArmsRequest, score: RawBuilder<number>, groups: Groups) => sql`
  select id, version::text, collection, conversation, score, row_number() over (order by score desc, id) as rank from (
    select memory.id, memory.version, memory.collection_id as collection, memory.conversation_id as conversation, ${score} as score
    from (
      select * from (
        select *, xmin as version from memory
        where ${isAmong(sql.ref('collection_id'), request.collectionIds)}
          and terms @@ ${groups === 'rare' ? sql`(select words from rare)` : anyOf(groups)} offset 0
      ) memory where ${conditions(request)}
      limit ${sql.lit(mostScored)}
    ) memory cross join weights
    order by score desc, memory.id limit ${sql.lit(armLimit)}) best`;

const anyOf = (groups: readonly (readonly string[])[]): RawBuilder<SqlBool> =>
  sql`${groups.map((group) => group.map(quoteLexeme).join(' & ')).join(' | ')}::tsquery`;

const noHits = sql`
  select null::uuid as id, null as version, null::uuid as collection, null::uuid as conversation, null::real as score,
    null::bigint as rank where false`;
