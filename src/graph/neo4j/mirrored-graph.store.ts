import { sql } from 'kysely';
import type { CollectionKey } from '../../collection/collection.ts';
import { isStillTold } from '../../memory/memory-conditions.ts';
import type { Database } from '../../platform/db/database.ts';
import type { NewMention, NewRelation } from '../memory-graph.store.ts';

interface MirroredMention extends Omit<NewMention, 'normal'> {
  readonly collectionId: string;
  readonly conversationId: string | null;
}

interface MirroredRelation extends NewRelation {
  readonly collectionId: string;
}

/** What memories say, as the copy stores it. */
export interface MirroredGraph {
  readonly mentions: readonly MirroredMention[];
  readonly relations: readonly MirroredRelation[];
}

/** Returns what those of the memories say that are CURRENT, and whose collection and conversation are not deleted. */
export async function readMirrored(db: Database, accountId: string, ids: readonly string[]): Promise<MirroredGraph> {
  if (ids.length === 0) return { mentions: [], relations: [] };
  const living = sql`
    select memory.id, memory.collection_id, memory.conversation_id from memory
    join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id = any(${ids}::uuid[]) and ${isStillTold({ accountId })}`;
  const mentions = await sql<MirroredMention>`
    select memory_id as "memoryId", living.collection_id as "collectionId",
      living.conversation_id as "conversationId", entity_id as "entityId", name, type
    from mention join (${living}) living on living.id = mention.memory_id
    where mention.account_id = ${accountId}`.execute(db);
  const relations = await sql<MirroredRelation>`
    select memory_id as "memoryId", living.collection_id as "collectionId", relation.id, from_id as "fromId",
      to_id as "toId", type, weight::float8 as weight
    from relation join (${living}) living on living.id = relation.memory_id
    where relation.account_id = ${accountId}`.execute(db);
  return { mentions: mentions.rows, relations: relations.rows };
}

/** Whether a collection exists and is not deleted. */
export async function hasCollection(db: Database, { accountId, collectionId }: CollectionKey): Promise<boolean> {
  const { rows } = await sql`
    select from collection where account_id = ${accountId} and id = ${collectionId} and deleted_at is null`.execute(db);
  return rows.length > 0;
}

/** Returns the ids of the next memories of a collection that name something. */
export async function pageOf(
  db: Database,
  { accountId, collectionId }: CollectionKey,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select memory.id from memory
    where account_id = ${accountId} and collection_id = ${collectionId} and (${after}::uuid is null or id > ${after}::uuid)
      and exists (select from mention where mention.account_id = ${accountId} and mention.memory_id = memory.id)
    order by id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}
