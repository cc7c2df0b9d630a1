import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';

/** Has a follower begin anew in every stream of all accounts; answers how many streams it had begun. */
export async function forgetCursors(db: Database, name: string): Promise<number> {
  const { numDeletedRows } = await acrossAccounts(db, 'consumer')
    .deleteFrom('consumer')
    .where('name', '=', name)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
