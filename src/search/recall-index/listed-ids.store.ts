import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import type { Asked } from '../asked.ts';
import { conditions } from '../sql-engine/conditions.store.ts';

/** Reading a longer list would block the event loop for some milliseconds. */
const longestList = 5_000;

/**
 * Returns the ids of all memories that pass the question's filter; null if there are too many to list, which shows early. If there are
 * few, the database scans the whole scope, as it would to answer itself: some 60 ms for 100,000 memories.
 */
export async function listIds(db: Database, asked: Asked): Promise<readonly string[] | null> {
  const { rows } = await sql<{ id: string }>`
    select memory.id from memory where ${conditions(asked)} limit ${longestList + 1}`.execute(db);
  return rows.length > longestList ? null : rows.map(({ id }) => id);
}
