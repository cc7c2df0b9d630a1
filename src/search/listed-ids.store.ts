import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Asked } from './asked-scope.store.ts';
import { conditions } from './sql-engine/conditions.store.ts';

/** Reading a longer list would hold up the event loop for some milliseconds. */
const longestList = 5_000;

/**
 * The ids of all memories that the question's filter leaves; null where they are too many to be listed, which is soon known. Where
 * they are few, the database goes through the whole scope, as it would to answer by itself: some 60 ms of 100,000 memories.
 */
export async function listIds(db: Database, asked: Asked): Promise<readonly string[] | null> {
  const collectionIds = asked.scope.collections.map(({ id }) => id);
  const { rows } = await sql<{ id: string }>`
    select memory.id from memory where ${conditions({ ...asked, collectionIds })} limit ${longestList + 1}`.execute(db);
  return rows.length > longestList ? null : rows.map(({ id }) => id);
}
