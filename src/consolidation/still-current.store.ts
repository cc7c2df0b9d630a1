import { sql } from 'kysely';
import { isStillTold } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import type { StillCurrent } from './model-judge.ts';

/** Returns a check of which pairs of an account are still CURRENT, and in nothing that was deleted. */
export const stillCurrentIn =
  (db: Database, accountId: string): StillCurrent =>
  async (doubts) => {
    const ids = doubts.flatMap(({ one, other }) => [one.id, other.id]);
    const { rows } = await sql<{ id: string }>`
      select memory.id from memory
      join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
      where memory.account_id = ${accountId} and memory.id = any(${ids}::uuid[]) and ${isStillTold({ accountId })}`.execute(
      db,
    );
    const current = new Set(rows.map(({ id }) => id));
    return doubts.filter(({ one, other }) => current.has(one.id) && current.has(other.id));
  };
