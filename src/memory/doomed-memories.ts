import { sql } from 'kysely';
import { isBelow, type Reach, wholeAccount } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchCount } from '../platform/db/page.ts';
import type { MemoryStatus } from './memory.ts';
import { isOfLivingConversation } from './memory-conditions.ts';
import { visibleMemories } from './visible-memories.ts';

/** A memory that is deleted with the conversation that it was learnt in. */
export interface DoomedMemory {
  readonly id: string;
  readonly collectionId: string;
  readonly status: MemoryStatus;
  /** Whether it is within reach of who deletes the conversation. */
  readonly isSeen: boolean;
}

interface LearntMemory extends DoomedMemory {
  readonly supersededById: string | null;
}

/** Memories of live collections of the whole account that were learnt in a live conversation. */
export async function memoriesLearntFrom(
  db: Database,
  { accountId, within }: Reach,
  conversationId: string,
): Promise<LearntMemory[]> {
  return visibleMemories(db, wholeAccount(accountId))
    .where('memory.conversation_id', '=', conversationId)
    .select([
      'memory.id',
      'memory.collection_id as collectionId',
      'memory.status',
      'memory.superseded_by as supersededById',
    ])
    .select(sql<boolean>`${isBelow(within)}`.as('isSeen'))
    .execute();
}

/** Number of memories within reach, learnt elsewhere, that superseded one of these or were superseded by one. */
export function countLinkedTo(
  db: Database,
  reach: Reach,
  conversationId: string,
  learnt: readonly LearntMemory[],
): Promise<number> {
  const ids = learnt.map(({ id }) => id);
  const successors = learnt.flatMap(({ supersededById }) => supersededById ?? []);
  const linked = visibleMemories(db, reach)
    .where(sql<boolean>`memory.conversation_id is distinct from ${conversationId}::uuid`)
    .where(sql<boolean>`(memory.superseded_by = any(${ids}::uuid[]) or memory.id = any(${successors}::uuid[]))`);
  return fetchCount(linked);
}

/** Number of memories in these collections, whatever their status, without those of deleted conversations. */
export function countMemoriesIn(db: Database, accountId: string, collectionIds: readonly string[]): Promise<number> {
  const memories = db
    .selectFrom('memory')
    .where('account_id', '=', accountId)
    .where(sql<boolean>`collection_id = any(${collectionIds}::uuid[])`)
    .where(isOfLivingConversation({ accountId }));
  return fetchCount(memories);
}

interface LearntElsewhere extends DoomedMemory {
  readonly conversationId: string;
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
