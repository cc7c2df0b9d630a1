import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { keysOf } from './asked-memories.ts';
import { blankReasonsAbout } from './purge-memory.store.ts';
import { lockRowsOf, uncountMemories } from './statistics.store.ts';

/** Memories that are erased together: those of certain collections, or those learnt in certain conversations. */
type DoomedMemories = { readonly collectionIds: readonly string[] } | { readonly conversationIds: readonly string[] };

/** Removes what a later feature keeps of memories that are about to be deleted; app/ injects it. */
export type BeforeErase = (db: Database, accountId: string, memoryIds: readonly string[]) => Promise<void>;

/**
 * Deletes up to `limit` memories with their vectors, their histories and the reasons about them in other histories; returns their
 * ids. The statistics of whole collections are deleted afterwards: see `eraseStatistics`.
 */
export async function eraseMemories(
  db: Database,
  accountId: string,
  doomed: DoomedMemories,
  limit: number,
  before: readonly BeforeErase[],
): Promise<string[]> {
  const belongs =
    'collectionIds' in doomed
      ? sql`collection_id = any(${doomed.collectionIds}::uuid[])`
      : sql`conversation_id = any(${doomed.conversationIds}::uuid[])`;
  const { rows } = await sql<{ id: string }>`
    select id from memory where account_id = ${accountId} and ${belongs} limit ${limit}`.execute(db);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return ids;
  for (const forget of before) await forget(db, accountId, ids);
  if ('collectionIds' in doomed) await lockRowsOf(db, keysOf(accountId, ids));
  else await uncountMemories(db, accountId, ids);
  await db.deleteFrom('memory').where('account_id', '=', accountId).where('id', 'in', ids).execute();
  await blankReasonsAbout(db, accountId, ids);
  return ids;
}

/** A memory has some twenty counted terms, each in a row of a few bytes. */
const statisticsOfMemory = 20;

/**
 * Deletes statistics of collections whose memories are already erased: as many rows as `limit` memories have; returns how many.
 * Uncounting the memories one by one would take five times as long.
 */
export async function eraseStatistics(
  db: Database,
  accountId: string,
  collectionIds: readonly string[],
  limit: number,
): Promise<number> {
  const isTheirs = sql`account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[])`;
  const { numAffectedRows: terms = 0n } = await sql`
    delete from term_statistic where (account_id, collection_id, kind, term) in (
      select account_id, collection_id, kind, term from term_statistic
      where ${isTheirs} limit ${limit * statisticsOfMemory})`.execute(db);
  if (terms > 0n) return Number(terms);
  const { numAffectedRows: sums = 0n } = await sql`delete from collection_statistic where ${isTheirs}`.execute(db);
  return Number(sums);
}
