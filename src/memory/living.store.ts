import { sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import type { Database } from '../platform/db/database.ts';
import { leastId } from '../platform/db/new-id.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { MemoryKey } from './asked-memories.ts';
import { counted } from './counted.ts';
import type { MemoryTier } from './memory.ts';
import { type Life, recentDays } from './tier.ts';

/** The fields of a memory that determine its tier. */
export interface Living extends Life, MemoryKey {
  readonly tier: MemoryTier;
  /** Resonance that counts only recalls in answer to a request; determines the tier. */
  readonly askedResonance: number;
  /** Whether the tier was set by hand. */
  readonly tierPinned: boolean;
  /** As stored; null if it was never recalled. */
  readonly freshAt: Date | null;
  /** The database's clock. */
  readonly now: Date;
}

/** Columns of a Living from the rows `memory`, its `collection` and its source `conversation`. */
export const livingColumns = sql`
  memory.account_id as "accountId", memory.id, memory.tier, memory.tier_pinned as "tierPinned",
  memory.fresh_at as "freshAt", memory.created_at as "createdAt", memory.resonance,
  coalesce(memory.asked_resonance, memory.resonance) as "askedResonance",
  memory.last_accessed_at as "lastAccessedAt", collection.decay_half_life_days as "halfLifeDays",
  coalesce(conversation.last_message_at, conversation.created_at) as "conversationActiveAt", now()::timestamptz(3) as now`;

/** Joins what livingColumns reads to `memory`. */
export const livingJoins = sql`
  join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
  left join conversation on conversation.account_id = memory.account_id and conversation.id = memory.conversation_id`;

/** A memory with its new recalls and its age taken into account. */
export interface Lived extends Living {
  /** Number of recalls since it was read, and how many of these answered a request. */
  readonly times: number;
  readonly asked: number;
}

/** Writes the new values of locked memories, each row once. Creates no revision and no event. */
export async function writeLives(db: Database, lives: readonly Lived[]): Promise<void> {
  const rows = lives.map((life) => ({
    account_id: life.accountId,
    id: life.id,
    tier: life.tier,
    fresh_at: life.freshAt,
    resonance: life.resonance,
    asked_resonance: life.askedResonance,
    accessed_at: life.lastAccessedAt,
    times: life.times,
  }));
  await sql`${prepared}
    update memory set tier = given.tier, fresh_at = given.fresh_at, resonance = given.resonance, asked_resonance = given.asked_resonance,
      last_accessed_at = given.accessed_at, access_count = ${counted(sql`access_count`, sql`given.times`)}
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (
      account_id text, id uuid, tier text, fresh_at timestamptz, resonance float8, asked_resonance float8, accessed_at timestamptz, times int)
    where memory.account_id = given.account_id and memory.id = given.id`.execute(db);
}

/**
 * Locks and returns the next memories that time alone may have moved out of their tier, with the position to continue from, which
 * is null at the end. Skips memories of the last days, which cannot have faded, and locked ones, which come next time.
 */
export async function nextFading(
  db: Database,
  after: MemoryKey,
  limit: number,
): Promise<{ readonly living: Living[]; readonly position: MemoryKey | null }> {
  const { rows } = await sql<Living & { readonly endAccountId: string; readonly endId: string }>`
    with page as materialized (
      select account_id, id from memory
      where status = 'CURRENT' and tier <> 'STABLE' and not tier_pinned
        and (account_id, id) > (${after.accountId}, ${after.id}::uuid)
      order by account_id, id limit ${limit}
    ), living as materialized (
      select ${livingColumns} from page join memory on memory.account_id = page.account_id and memory.id = page.id
      ${livingJoins}
      where memory.created_at < now() - make_interval(days => ${recentDays})
      order by memory.account_id, memory.id for no key update of memory skip locked
    )
    select page_end.account_id as "endAccountId", page_end.id as "endId", living.*
    from (select * from page order by account_id desc, id desc limit 1) page_end left join living on true`.execute(db);
  const [first] = rows;
  return {
    living: rows.filter(({ id }) => id !== null),
    position: first ? { accountId: first.endAccountId, id: first.endId } : null,
  };
}

/** A memory for which a change of tier may be proposed. */
interface RevisedLiving extends Living {
  readonly revision: number;
}

/** CURRENT memories of a collection whose tier was not set by hand, by id, starting after `after`. */
export async function nextLiving(
  db: Database,
  of: CollectionKey,
  after: string | null,
  limit: number,
): Promise<RevisedLiving[]> {
  const { rows } = await sql<RevisedLiving>`
    select ${livingColumns}, memory.revision from memory ${livingJoins}
    where memory.account_id = ${of.accountId} and memory.collection_id = ${of.collectionId} and memory.status = 'CURRENT'
      and not memory.tier_pinned and memory.id > ${after ?? leastId}::uuid
    order by memory.id limit ${limit}`.execute(db);
  return rows;
}
