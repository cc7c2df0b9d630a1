import { sql } from 'kysely';
import { wholeAccount } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { visibleMemories } from './memory.store.ts';
import type { MemoryStatus } from './memory.ts';

/** The fields of a memory learnt in a conversation that deleting the conversation needs. */
interface LearntMemory {
  readonly id: string;
  readonly collectionId: string;
  readonly status: MemoryStatus;
  readonly supersededById: string | null;
}

/** Memories of live collections that were learnt in a live conversation. */
export async function memoriesLearntFrom(
  db: Database,
  accountId: string,
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
    .execute();
}

/** Number of memories learnt elsewhere that superseded one of these or were superseded by one. */
export async function countLinkedTo(
  db: Database,
  accountId: string,
  conversationId: string,
  learnt: readonly LearntMemory[],
): Promise<number> {
  const ids = learnt.map(({ id }) => id);
  const successors = learnt.flatMap(({ supersededById }) => supersededById ?? []);
  const { count } = await visibleMemories(db, wholeAccount(accountId))
    .where(sql<boolean>`memory.conversation_id is distinct from ${conversationId}::uuid`)
    .where(sql<boolean>`(memory.superseded_by = any(${ids}::uuid[]) or memory.id = any(${successors}::uuid[]))`)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
