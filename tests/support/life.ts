import { sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';
import type { Household } from './memories.ts';

/** A memory's row, as far as recalls and age determine it. */
export const lifeOf = (db: Database, { viewer }: Household, id: string) =>
  db
    .selectFrom('memory')
    .select([
      'resonance',
      'asked_resonance',
      'access_count',
      'last_accessed_at',
      'fresh_at',
      'tier',
      'revision',
      'created_at',
    ])
    .where('account_id', '=', viewer.accountId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

/** Lets days pass for an account by moving all times of its memories and conversations back. */
export async function letPass(
  db: Database,
  { viewer: { accountId } }: Pick<Household, 'viewer'>,
  days: number,
): Promise<void> {
  const by = sql`make_interval(secs => ${days}::float8 * 86400)`;
  await sql`
    update memory set created_at = created_at - ${by}, last_accessed_at = last_accessed_at - ${by},
      fresh_at = fresh_at - ${by}, valid_from = valid_from - ${by}
    where account_id = ${accountId}`.execute(db);
  await sql`
    update conversation set created_at = created_at - ${by}, last_message_at = last_message_at - ${by}
    where account_id = ${accountId}`.execute(db);
}

/** Recall pairs of an account, each as `lesser id, greater id, count`. */
export const pairsOf = async (db: Database, { viewer }: Household): Promise<[string, string, number][]> =>
  (
    await db
      .selectFrom('co_occurrence')
      .selectAll()
      .where('account_id', '=', viewer.accountId)
      .orderBy('memory_a')
      .orderBy('memory_b')
      .execute()
  ).map((row) => [row.memory_a, row.memory_b, row.count]);
