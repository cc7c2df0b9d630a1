import { stillTold } from '../memory/still-told.ts';
import type { Database } from '../platform/db/database.ts';
import type { StillCurrent } from './model-judge.ts';

/** Returns a check of which pairs of an account are still CURRENT, and in nothing that was deleted. */
export const stillCurrentIn =
  (db: Database, accountId: string): StillCurrent =>
  async (doubts) => {
    const ids = doubts.flatMap(({ one, other }) => [one.id, other.id]);
    const current = await stillTold(db, accountId, ids);
    return doubts.filter(({ one, other }) => current.has(one.id) && current.has(other.id));
  };
