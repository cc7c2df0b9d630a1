import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { isStillThere, isStillTold } from './memory-conditions.ts';

/** Returns those of the memories of an account that are CURRENT, and in nothing that was deleted. */
export const stillTold = (db: Database, accountId: string, ids: readonly string[]): Promise<Set<string>> =>
  thoseOf(db, accountId, ids, isStillTold({ accountId }));

/** Returns those that are in nothing that was deleted, whatever their status. */
export const stillThere = (db: Database, accountId: string, ids: readonly string[]): Promise<Set<string>> =>
  thoseOf(db, accountId, ids, isStillThere({ accountId }));

/** Whether all of them may still be told. */
export const areStillTold = async (db: Database, accountId: string, ids: readonly string[]): Promise<boolean> =>
  (await stillTold(db, accountId, ids)).size === new Set(ids).size;

async function thoseOf(
  db: Database,
  accountId: string,
  ids: readonly string[],
  condition: RawBuilder<SqlBool>,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select memory.id from memory
    join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id = any(${ids}::uuid[]) and ${condition}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
