import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { largestExactScan } from '../../memory/vector-index.store.ts';
import type { Database } from '../../platform/db/database.ts';
import { type JsonColumns, jsonColumns, rowsOf } from '../../platform/db/json-columns.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { armLimit } from '../ranking/stage-one.ts';
import { conditions, isAmong, isUsual } from './conditions.store.ts';
import { mostScored, overlooked, type TermCounts } from './rarest-stems.ts';
import { countedOf, type ScopeStatistics, scopeStatistics, stateOf } from './scope-statistics.store.ts';
import { findNearest, type Near, nearFields, semanticArm } from './semantic-arm.store.ts';
import { mostPreparedStems, quoteLexeme, type StemsAsked, stemScore, stemWeights } from './stem-weights.store.ts';

/** What the arms need to know. An arm without stems or vector does not run. */
export interface ArmsRequest extends StemsAsked {
  /** How many CURRENT memories they have. */
  readonly memories: number;
  readonly vector: Vector | null;
  readonly model: string;
  /** The word pieces of the question, to learn what ranking wants to know of the scope; null: it need not be known. */
  readonly pieces: Uint16Array | null;
}

/** One memory that an arm found. A rank is there where the arm itself found it. */
export interface ArmHit extends Near {
  /** Its score by words; 0 where that arm did not find it. */
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
  /** The rare stems that candidates were sought by; null: they were sought by others. */
  readonly sought: readonly string[] | null;
  /** The state that statistics are in. */
  readonly counted: string;
  /** The state that the memories of these collections are in. */
  readonly state: string;
  readonly statistics: ScopeStatistics | null;
}

/** As the database answers. */
interface ArmsRow extends Omit<ArmsFound, 'hits'> {
  readonly hits: JsonColumns<ArmHit>;
}

/** Whether the two arms are a statement each: by meaning there is an index to be read then. */
const isLarge = ({ memories }: ArmsRequest): boolean => memories > largestExactScan;

/** The best by meaning alone: for who has words looked for on another connection meanwhile. */
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
 * The best of each arm. Candidates by words are those with a rare stem; where others could
 * stand among the best, these are sought too. `byMeaning`: what is being looked for elsewhere.
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

/** The best of the arm by words out of several of its lists, by the rule of its statement; who stands in two is the same in both. */
function bestByWords(hits: readonly ArmHit[]): ArmHit[] {
  const found = new Map(hits.filter(({ lexicalRank }) => lexicalRank !== null).map((hit) => [hit.id, hit]));
  return [...found.values()]
    .sort((one, other) => other.lexical - one.lexical || (one.id < other.id ? -1 : 1))
    .slice(0, armLimit)
    .map((hit, index) => ({ ...hit, lexicalRank: index + 1 }));
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

/** Memories with all stems of one of these groups; `rare`: those that the statement chooses by the statistics. */
type Groups = readonly (readonly string[])[] | 'rare';

const firstSought = ({ stems, counts }: ArmsRequest): Groups =>
  counts === 'stored' ? 'rare' : stems.map((stem) => [stem]);

async function run(db: Database, request: ArmsRequest, groups?: Groups): Promise<ArmsFound> {
  const { rows } = await armsStatement(request, groups).execute(db);
  const [found] = rows;
  if (!found) throw new Error('The statement of the arms answered no row');
  return { ...found, hits: rowsOf(found.hits) };
}

/**
 * The statement of the arms: of both for a small scope, of words alone for a large one. Exported so that its plan can be looked
 * at. All stems count in the scores, whatever was sought.
 */
export function armsStatement(request: ArmsRequest, groups: Groups = firstSought(request)): RawBuilder<ArmsRow> {
  const { stems, vector, pieces, collectionIds } = request;
  const { accountId } = request.reach;
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
      (${countedOf(accountId, collectionIds)}) as counted, (${stateOf(accountId, collectionIds)}) as state,
      ${pieces ? sql`(select row_to_json(statistic) from (${scopeStatistics({ accountId, collectionIds, pieces })}) statistic)` : sql`null`} as statistics`;
}

/** One plan serves all questions of so many stems to large scopes: each table is read by the one index that fits. */
const isForAll = (request: ArmsRequest, groups: Groups): boolean =>
  groups === 'rare' && isLarge(request) && isUsual(request) && request.stems.length <= mostPreparedStems;

/**
 * Memories with one of the groups of stems, found by the index over (collection, terms) whatever the planner knows of the
 * account (`offset 0`). Where even the rarest stem is in very many, those are scored that come first in the table.
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
