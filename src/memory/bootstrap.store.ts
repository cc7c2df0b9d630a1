import { type RawBuilder, sql } from 'kysely';
import { isBelow, isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { type Memory, memoryTiers } from './memory.ts';
import { memoryColumns } from './memory-columns.ts';
import { isOfLivingConversation, isRecalled } from './memory-conditions.ts';
import { recentDays } from './tier.ts';

export interface BootstrapRequest {
  readonly reach: Reach;
  /** Null: all within reach. */
  readonly collectionIds: readonly string[] | null;
  /** Whether descendants of those collections are included; default: true. */
  readonly below?: boolean;
  /** For all tiers together. */
  readonly limit: number;
  /** Default: now. */
  readonly asOf?: Date | null;
}

/**
 * Restricts to new ACTIVE memories, which nearly all new ones are. `is true` keeps the planner off the index on tiers, with
 * which it would sort all ACTIVE memories, but lets it know how many these are: if it expects few, it reads and sorts the whole collection.
 */
const isNew = sql`
          memory.created_at > now() - make_interval(days => ${sql.lit(recentDays)}) and (memory.tier = 'ACTIVE') is true`;

const freshAt = sql`coalesce(memory.fresh_at, memory.created_at)`;

/** What the order is by: nobody knows how fresh a memory was at an instant in the past, so it is when it began to be valid. */
const freshness = (asOf: Date | null) => (asOf ? sql`memory.valid_from` : freshAt);

/** If duplicates leave places empty, each retry looks at `further` times as many rows, up to `furthest` times the limit. */
const further = 4;
const furthest = 64;

/**
 * Returns the most present memories of each tier, and as many of the newest ACTIVE ones; by tier, the freshest first. As of an
 * instant: the newest then.
 */
export async function readBootstrap(db: Database, request: BootstrapRequest): Promise<Memory[]> {
  for (let times = 1; ; times *= further) {
    const { rows } = await bootstrapStatement(request, times * request.limit).execute(db);
    if (!rows.some((row) => row.isMore) || times === furthest) return rows.map(({ isMore, ...memory }) => memory);
  }
}

interface PresentRow extends Memory {
  /** Whether the limit or a tier's share of it was not filled although a branch has more rows than were looked at. */
  readonly isMore: boolean;
}

/**
 * One branch per tier, which reads each collection's freshest memories by the index on tiers, and one for the newest ACTIVE
 * memories, since frequently recalled ones are more present than anything told today. Duplicates are collapsed. The tiers then
 * take turns, in their order (round robin), until the limit, so that places that one does not need go to the others. `looked`: rows per branch.
 * Exported so that the compiled SQL can be inspected in review.
 */
export function bootstrapStatement(
  { reach, collectionIds, below = true, limit, asOf = null }: BootstrapRequest,
  looked = limit,
): RawBuilder<PresentRow> {
  const chosen = below ? isBelow(collectionIds) : sql`collection.id = any(${collectionIds}::uuid[])`;
  const fresh = freshness(asOf);
  const branch = (at: RawBuilder<unknown>, isMeant: RawBuilder<unknown>) => sql`(
      select found.*, row_number() over (order by found.at desc, found.id desc) as place from scope cross join lateral (
        select memory.tier, memory.id, memory.content_hash, coalesce(memory.speaker, '') as speaker,
          ${fresh} as fresh_at, ${at} as at from memory
        where memory.account_id = ${reach.accountId} and memory.collection_id = scope.id
          and ${isMeant} and ${isRecalled(asOf)}
          and ${isOfLivingConversation(reach)}
        order by ${at} desc, memory.id desc limit ${looked}
      ) found
      order by found.at desc, found.id desc limit ${looked}
    )`;
  const ofTier = memoryTiers.map((tier) => branch(fresh, sql`memory.tier = ${sql.lit(tier)}`));
  const branches = asOf ? ofTier : [...ofTier, branch(sql`memory.created_at`, isNew)];
  return sql<PresentRow>`
    with scope as materialized (select id from collection where ${isVisible(reach)} and ${chosen}),
    candidate as (
    ${sql.join(branches, sql` union all `)}
    ), told_once as (
      select distinct on (content_hash, speaker) * from candidate
      order by content_hash, speaker, place, fresh_at desc, id desc
    ), ranked as (
      select id, fresh_at, row_number() over (partition by tier order by place, fresh_at desc, id desc) as turn,
        array_position(${sql.lit(`{${memoryTiers}}`)}::text[], tier) as tier from told_once
    ), taken as (select * from ranked order by turn, tier limit ${limit})
    select ${memoryColumns}, exists (
      select from candidate where place = ${looked} and ((select count(*) from taken) < ${limit}
        or (select count(*) from told_once where told_once.tier = candidate.tier) < ${limit} / 2.0)) as "isMore"
    from taken join memory on memory.account_id = ${reach.accountId} and memory.id = taken.id
    order by taken.tier, taken.fresh_at desc, taken.id desc`;
}
