import { type RawBuilder, sql } from 'kysely';
import { isBelow, isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Memory, MemoryTier } from './memory.ts';
import { holdsNow, isOfLivingConversation } from './memory-conditions.ts';
import { columnsFrom, type MemoryRow, memoryFromRow } from './memory-row.ts';

export interface BootstrapRequest {
  readonly reach: Reach;
  /** Null: all that the reach covers. */
  readonly collectionIds: readonly string[] | null;
  /** Whether what lies below those collections belongs to them; by default it does. */
  readonly below?: boolean;
  /** Of all tiers together. */
  readonly limit: number;
}

/** The order in which tiers take turns. */
const tiers: readonly MemoryTier[] = ['ACTIVE', 'THREAD', 'STABLE'];

/** The memories of each tier that are most present, tier by tier and the freshest first. */
export async function readBootstrap(db: Database, request: BootstrapRequest): Promise<Memory[]> {
  const { rows } = await bootstrapStatement(request).execute(db);
  return rows.map(memoryFromRow);
}

/**
 * One branch a tier, each collection's freshest by the index on tiers; then the tiers take turns until the limit, so
 * that what one does not need goes to the others. Exported so that its compiled form can be looked at in review.
 */
export function bootstrapStatement({
  reach,
  collectionIds,
  below = true,
  limit,
}: BootstrapRequest): RawBuilder<MemoryRow> {
  const chosen = below ? isBelow(collectionIds) : sql`collection.id = any(${collectionIds}::uuid[])`;
  const branch = (tier: MemoryTier) => sql`(
      select found.* from scope cross join lateral (
        select memory.tier, memory.id, coalesce(memory.fresh_at, memory.created_at) as fresh_at from memory
        where memory.account_id = ${reach.accountId} and memory.collection_id = scope.id
          and memory.tier = ${sql.lit(tier)} and memory.status = 'CURRENT'
          and ${holdsNow}
          and ${isOfLivingConversation(reach)}
        order by coalesce(memory.fresh_at, memory.created_at) desc, memory.id desc limit ${limit}
      ) found
      order by fresh_at desc, id desc limit ${limit}
    )`;
  return sql<MemoryRow>`
    with scope as materialized (select id from collection where ${isVisible(reach)} and ${chosen}),
    candidate as (
    ${sql.join(tiers.map(branch), sql` union all `)}
    ), ranked as (
      select id, row_number() over (partition by tier order by fresh_at desc, id desc) as turn,
        array_position(${sql.lit(`{${tiers}}`)}::text[], tier) as place from candidate
    ), taken as (select * from ranked order by turn, place limit ${limit})
    select ${columnsFrom('memory')}
    from taken join memory on memory.account_id = ${reach.accountId} and memory.id = taken.id
    order by taken.place, taken.turn`;
}
