import { sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';

/**
 * Maximum number of partners with greater ids that a memory keeps, and of those with lesser ids: five times what `related`
 * returns at most. Without a bound, each search could add ten pairs forever.
 */
const mostPartners = 500;

/** The columns of a memory and of its partner. */
const sides = [
  ['memory_a', 'memory_b'],
  ['memory_b', 'memory_a'],
] as const;

interface Crowded {
  readonly account_id: string;
  readonly id: string;
}

/** Deletes the rarest pairs of memories that have too many partners, in all accounts, one statement per memory. */
export async function forgetSeldomPairs(db: Database, signal: AbortSignal, most: number = mostPartners): Promise<void> {
  const everywhere = acrossAccounts(db, 'co_occurrence');
  for (const [own, partner] of sides) {
    const { rows } = await sql<Crowded>`
      select account_id, ${sql.ref(own)} as id from co_occurrence
      group by account_id, ${sql.ref(own)} having count(*) > ${most}`.execute(everywhere);
    for (const { account_id, id } of rows) {
      if (signal.aborted) return;
      // Pairs that are being counted right now are not rare: skip locked ones.
      await sql`
        with seldom as materialized (
          select memory_a, memory_b from co_occurrence where account_id = ${account_id} and ${sql.ref(own)} = ${id}
          order by count desc, ${sql.ref(partner)} desc offset ${most}
        ), locked as materialized (
          select pair.memory_a, pair.memory_b from seldom join co_occurrence pair
            on pair.account_id = ${account_id} and pair.memory_a = seldom.memory_a and pair.memory_b = seldom.memory_b
          order by 1, 2 for update of pair skip locked
        )
        delete from co_occurrence where account_id = ${account_id}
          and (memory_a, memory_b) in (select memory_a, memory_b from locked)`.execute(everywhere);
    }
  }
}
