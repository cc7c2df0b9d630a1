import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Asked } from './asked-scope.store.ts';
import { conditions } from './sql-engine/conditions.store.ts';

/** Of larger scopes the database finds what a filter leaves while it looks for the rest: a list would cost it a scan. */
const largestScope = 20_000;
/** Reading a longer list would hold up the event loop for some milliseconds. */
const longestList = 5_000;

/** The ids of all memories that the question's filter leaves; null where they are too many to be listed. */
export async function listIds(db: Database, asked: Asked): Promise<readonly string[] | null> {
  const { collections } = asked.scope;
  if (collections.reduce((sum, { memoryCount }) => sum + memoryCount, 0) > largestScope) return null;
  const collectionIds = collections.map(({ id }) => id);
  const { rows } = await sql<{ id: string }>`
    select memory.id from memory where ${conditions({ ...asked, collectionIds })} limit ${longestList + 1}`.execute(db);
  return rows.length > longestList ? null : rows.map(({ id }) => id);
}
