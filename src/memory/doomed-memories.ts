import { sql } from 'kysely';
import { isBelow, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchCount } from '../platform/db/page.ts';
import type { MemoryStatus } from './memory.ts';
import { isOfLivingConversation } from './memory-conditions.ts';

/** Number of memories in these collections, whatever their status, without those of deleted conversations. */
export function countMemoriesIn(db: Database, accountId: string, collectionIds: readonly string[]): Promise<number> {
  const memories = db
    .selectFrom('memory')
    .where('account_id', '=', accountId)
    .where(sql<boolean>`collection_id = any(${collectionIds}::uuid[])`)
    .where(isOfLivingConversation({ accountId }));
  return fetchCount(memories);
}

/** A memory in another collection than the conversation that it was learnt in. */
interface LearntElsewhere {
  readonly id: string;
  readonly collectionId: string;
  readonly conversationId: string;
  readonly status: MemoryStatus;
  /** Whether it is within reach of who deletes the collections. */
  readonly isSeen: boolean;
}

/**
 * Memories outside of these collections that were learnt in live conversations of theirs. The query finds the memories before it
 * checks their collections: for an account with few planner statistics, Postgres would scan all conversations once per
 * collection.
 */
export async function memoriesLearntIn(
  db: Database,
  { accountId, within }: Reach,
  collectionIds: readonly string[],
): Promise<LearntElsewhere[]> {
  const { rows } = await sql<LearntElsewhere>`
    with learnt as materialized (
      select memory.id, memory.collection_id as "collectionId", conversation.id as "conversationId", memory.status
      from conversation
      join memory on memory.account_id = ${accountId} and memory.conversation_id = conversation.id
      where conversation.account_id = ${accountId} and conversation.collection_id = any(${collectionIds}::uuid[])
        and conversation.deleted_at is null and memory.collection_id <> all(${collectionIds}::uuid[])
    )
    select learnt.*, ${isBelow(within)} as "isSeen" from learnt join collection on collection.account_id = ${accountId} and collection.id = "collectionId"
      and collection.deleted_at is null`.execute(db);
  return rows;
}
