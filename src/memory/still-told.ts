import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { isOfLivingConversation, isStillTold } from './memory-conditions.ts';

/** Returns those of the memories of an account that are CURRENT, and in nothing that was deleted. */
export async function stillTold(db: Database, accountId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select memory.id from memory
    join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id = any(${ids}::uuid[]) and ${isStillTold({ accountId })}`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Returns those that are in nothing that was deleted, whatever their status. */
export async function stillThere(db: Database, accountId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select memory.id from memory
    join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id = any(${ids}::uuid[]) and collection.deleted_at is null
      and ${isOfLivingConversation({ accountId })}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Whether all of them may still be told. */
export const areStillTold = async (db: Database, accountId: string, ids: readonly string[]): Promise<boolean> =>
  (await stillTold(db, accountId, ids)).size === new Set(ids).size;
