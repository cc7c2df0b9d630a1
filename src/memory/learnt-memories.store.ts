import { sql } from 'kysely';
import { isBelow, type Reach, wholeAccount } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchCount } from '../platform/db/page.ts';
import type { MemoryStatus } from './memory.ts';
import { visibleMemories } from './visible-memories.ts';

/** The fields of a memory learnt in a conversation that deleting the conversation needs. */
interface LearntMemory {
  readonly id: string;
  readonly collectionId: string;
  readonly status: MemoryStatus;
  readonly supersededById: string | null;
  /** Whether it is within reach of who deletes the conversation. */
  readonly isSeen: boolean;
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
