import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';

/** Makes a follower start over in every stream of all accounts; returns the number of deleted cursors. */
export async function forgetCursors(db: Database, name: string): Promise<number> {
  const { numDeletedRows } = await acrossAccounts(db, 'consumer')
    .deleteFrom('consumer')
    .where('name', '=', name)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
