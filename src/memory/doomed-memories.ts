import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { MemoryStatus } from './memory.ts';
import { isOfLivingConversation } from './memory-conditions.ts';

/** Number of the memories of some collections, whatever their status, but for those of conversations that are deleted. */
export async function countMemoriesIn(
  db: Database,
  accountId: string,
  collectionIds: readonly string[],
): Promise<number> {
  const { count } = await db
    .selectFrom('memory')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('account_id', '=', accountId)
    .where(sql<boolean>`collection_id = any(${collectionIds}::uuid[])`)
    .where(isOfLivingConversation({ accountId }))
    .executeTakeFirstOrThrow();
  return count;
}

/** A memory of one collection that was learnt in a conversation of another. */
interface LearntElsewhere {
  readonly id: string;
  readonly collectionId: string;
  readonly conversationId: string;
  readonly status: MemoryStatus;
}

/**
 * The memories outside of these collections that were learnt in living conversations of theirs. They are found before their collections are
 * looked at: for an account of which Postgres knows little it would go through all conversations once for each collection.
 */
export async function memoriesLearntIn(
  db: Database,
  accountId: string,
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
    select learnt.* from learnt join collection on collection.account_id = ${accountId} and collection.id = "collectionId"
      and collection.deleted_at is null`.execute(db);
  return rows;
}
