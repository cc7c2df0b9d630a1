import { type RawBuilder, sql } from 'kysely';
import { isBelow, isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Memory, MemoryTier } from './memory.ts';
import { holdsNow, isOfLivingConversation } from './memory-conditions.ts';
import { columnsFrom, type MemoryRow, memoryFromRow } from './memory-row.ts';
import { recentDays } from './tier.ts';

export interface BootstrapRequest {
  readonly reach: Reach;
  /** Null: all that the reach covers. */
  readonly collectionIds: readonly string[] | null;
  /** Whether what lies below those collections belongs to them; by default it does. */
  readonly below?: boolean;
  /** Of all tiers together. */
  readonly limit: number;
}

/** Nearly all that is as new is ACTIVE: the index on tiers, which this keeps the planner from, would have all that is ACTIVE sorted. */
const isNew = sql`
          memory.created_at > now() - make_interval(days => ${sql.lit(recentDays)}) and memory.tier || '' = 'ACTIVE'`;

const freshAt = sql`coalesce(memory.fresh_at, memory.created_at)`;

/** The order in which tiers take turns. */
const tiers: readonly MemoryTier[] = ['ACTIVE', 'THREAD', 'STABLE'];

/** Where what was said again and again leaves places empty, each look goes so many times as far as the one before, up to so many times the limit. */
const further = 4;
const furthest = 64;

/** The memories of each tier that are most present, of the ACTIVE ones as many of the newest; tier by tier and the freshest first. */
export async function readBootstrap(db: Database, request: BootstrapRequest): Promise<Memory[]> {
  for (let times = 1; ; times *= further) {
    const { rows } = await bootstrapStatement(request, times * request.limit).execute(db);
    if (!rows.some((row) => row.is_more) || times === furthest) return rows.map(memoryFromRow);
  }
}

type PresentRow = MemoryRow & {
  /** Whether there are fewer than may be, or fewer of a tier than its turns, and more that were not looked at. */
  readonly is_more: boolean;
};

/**
 * One branch a tier, each collection's freshest by the index on tiers, and one of what is ACTIVE since it is new: who is asked for much has more
 * presence than anything that was told today. What one has said several times shows once. Then the tiers take turns until the limit, so that what one
 * does not need goes to the others. Exported so that its compiled form can be looked at in review. `looked`: of so many memories a branch.
 */
export function bootstrapStatement(
  { reach, collectionIds, below = true, limit }: BootstrapRequest,
  looked = limit,
): RawBuilder<PresentRow> {
  const chosen = below ? isBelow(collectionIds) : sql`collection.id = any(${collectionIds}::uuid[])`;
  const branch = (at: RawBuilder<unknown>, isMeant: RawBuilder<unknown>) => sql`(
      select found.*, row_number() over (order by found.at desc, found.id desc) as place from scope cross join lateral (
        select memory.tier, memory.id, memory.content_hash, coalesce(memory.speaker, '') as speaker,
          ${freshAt} as fresh_at, ${at} as at from memory
        where memory.account_id = ${reach.accountId} and memory.collection_id = scope.id
          and ${isMeant} and memory.status = 'CURRENT'
          and ${holdsNow}
          and ${isOfLivingConversation(reach)}
        order by ${at} desc, memory.id desc limit ${looked}
      ) found
      order by found.at desc, found.id desc limit ${looked}
    )`;
  const ofTier = tiers.map((tier) => branch(freshAt, sql`memory.tier = ${sql.lit(tier)}`));
  const branches = [...ofTier, branch(sql`memory.created_at`, isNew)];
  return sql<PresentRow>`
    with scope as materialized (select id from collection where ${isVisible(reach)} and ${chosen}),
    candidate as (
    ${sql.join(branches, sql` union all `)}
    ), told_once as (
      select distinct on (content_hash, speaker) * from candidate
      order by content_hash, speaker, place, fresh_at desc, id desc
    ), ranked as (
      select id, fresh_at, row_number() over (partition by tier order by place, fresh_at desc, id desc) as turn,
        array_position(${sql.lit(`{${tiers}}`)}::text[], tier) as tier from told_once
    ), taken as (select * from ranked order by turn, tier limit ${limit})
    select ${columnsFrom('memory')}, exists (
      select from candidate where place = ${looked} and ((select count(*) from taken) < ${limit}
        or (select count(*) from told_once where told_once.tier = candidate.tier) < ${limit} / 2.0)) as is_more
    from taken join memory on memory.account_id = ${reach.accountId} and memory.id = taken.id
    order by taken.tier, taken.fresh_at desc, taken.id desc`;
}
