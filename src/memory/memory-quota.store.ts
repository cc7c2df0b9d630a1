import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import { QuotaExceededError } from '../platform/errors.ts';

/** What an account may have, and has. */
interface Quota {
  readonly limit: number;
  readonly used: number;
}

/** Answers, within the transaction that adds, the quota that it may fill; null where it is far from full. */
export type FindQuota = (transaction: Database) => Promise<Quota | null>;

type Holder = Pick<Viewer, 'accountId' | 'plan'>;

/** More than an account's memories can grow by in a second, in all processes together: so many times that are left, so many seconds it is far. */
const far = 100_000;
const farForMs = 1_000;
const longestMs = 60_000;
const mostAccounts = 10_000;

/**
 * Quotas of CURRENT memories. Who is far from a full one is asked once a second, or a minute where it is very far, and pays nothing else. Near it, an
 * account's transactions that add wait for each other, so that none is too many.
 */
export class MemoryQuotas {
  readonly #limits: Readonly<Record<Viewer['plan'], number>>;
  readonly #far = new LRUCache<string, true>({ max: mostAccounts, ttl: longestMs });

  constructor(limits: Readonly<Record<Viewer['plan'], number>>) {
    this.#limits = limits;
  }

  of({ accountId, plan }: Holder): FindQuota {
    const limit = this.#limits[plan];
    const key = `${plan} ${accountId}`;
    return async (transaction) => {
      if (this.#far.has(key)) return null;
      const left = limit - (await countMemories(transaction, accountId));
      if (left > far) {
        this.#far.set(key, true, { ttl: Math.min(longestMs, Math.floor(left / far) * farForMs) });
        return null;
      }
      await sql`select pg_advisory_xact_lock(hashtextextended(${`memories of ${accountId}`}, 0))`.execute(transaction);
      // Counted anew: those who had the lock before have committed.
      return { limit, used: await countMemories(transaction, accountId) };
    };
  }
}

export const memoryQuotaExceeded = ({ limit, used }: Quota): QuotaExceededError =>
  new QuotaExceededError(`Your plan allows ${limit} memories, and you have ${used}: forget some first`, {
    limit,
    used,
  });

/** Throws where not even one more fits. */
export async function requireRoom(transaction: Database, find: FindQuota): Promise<void> {
  const quota = await find(transaction);
  if (quota && quota.used >= quota.limit) throw memoryQuotaExceeded(quota);
}

/** Those of collections that are being erased do not count any more. */
async function countMemories(db: Database, accountId: string): Promise<number> {
  const { used } = await db
    .selectFrom('stream')
    .innerJoin('collection', (join) =>
      join.onRef('collection.account_id', '=', 'stream.account_id').onRef('collection.id', '=', 'stream.id'),
    )
    .select(sql<number>`coalesce(sum(stream.memory_count), 0)::int`.as('used'))
    .where('stream.account_id', '=', accountId)
    .where('stream.kind', '=', 'collection')
    .where('collection.deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return used;
}
