import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { holdConversations } from './hold-conversations.ts';
import type { Memory } from './memory.ts';
import { columnsOfMemory } from './memory-columns.ts';
import { visibleMemories } from './visible-memories.ts';

/** A memory locked until the end of the transaction. */
export interface LockedMemory {
  readonly memory: Memory;
  /** Language and time zone of its collection. */
  readonly language: string;
  readonly timeZone: string;
  /** The language that its terms were computed with; differs from `language` until it is reread. */
  readonly readLanguage: string;
  /** Whether its tier was set by hand. */
  readonly tierPinned: boolean;
  /** When the transaction began, by the database's clock. */
  readonly now: Date;
}

/**
 * Locks a visible memory; null if there is none. To lock several, follow the chain of replacements from the oldest on, so that
 * concurrent changes cannot deadlock.
 */
export async function lockMemory(db: Database, reach: Reach, id: string): Promise<LockedMemory | null> {
  return (await lockMemories(db, reach, [id])).get(id) ?? null;
}

/**
 * Locks visible memories in the given order, in two or three statements; missing ones are left out. Their source conversations
 * are locked first.
 */
export async function lockMemories(
  db: Database,
  reach: Reach,
  ids: readonly string[],
): Promise<Map<string, LockedMemory>> {
  if (ids.length === 0) return new Map();
  const learnt = await db
    .selectFrom('memory')
    .select(['id', 'collection_id as collectionId', 'conversation_id as conversationId'])
    .where('account_id', '=', reach.accountId)
    .where('id', 'in', ids)
    .execute();
  const conversations = [...new Set(learnt.flatMap(({ conversationId }) => conversationId ?? []))];
  const collections = [...new Set(learnt.map(({ collectionId }) => collectionId))];
  const held = await holdConversations(db, reach.accountId, conversations, collections);
  const there = learnt.filter(({ conversationId }) => conversationId === null || held.has(conversationId));
  if (there.length === 0) return new Map();
  const rows = await visibleMemories(db, reach)
    .where(sql<boolean>`memory.id = any(${there.map(({ id }) => id)}::uuid[])`)
    .select(columnsOfMemory)
    .select(['collection.language', 'collection.time_zone as collectionTimeZone'])
    .select(['memory.language as readLanguage', 'memory.tier_pinned as tierPinned'])
    .select(sql<Date>`now()::timestamptz(3)`.as('now'))
    .orderBy(sql`array_position(${ids}::uuid[], memory.id)`)
    .forNoKeyUpdate('memory')
    .execute();
  return new Map(
    rows.map(({ language, collectionTimeZone: timeZone, readLanguage, tierPinned, now, ...memory }) => [
      memory.id,
      { memory, language, timeZone, readLanguage, tierPinned, now },
    ]),
  );
}
