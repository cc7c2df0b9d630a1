import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { type Quota, usedAsTold } from '../account/quota.ts';
import type { Viewer } from '../account/viewer.ts';
import { wholeAccount } from '../collection/reach.ts';
import { visibleCollections } from '../collection/visible-collections.ts';
import type { Database } from '../platform/db/database.ts';
import { lockByName } from '../platform/db/lock-by-name.ts';
import { QuotaExceededError } from '../platform/errors.ts';

/** The quota of an account and how much of it is used. */
interface Bounded extends Quota {
  readonly limit: number;
}

/** Returns, within the transaction that adds memories, the account's quota; null if it is far from full. */
export type FindQuota = (transaction: Database) => Promise<Bounded | null>;

type Holder = Pick<Viewer, 'accountId' | 'plan' | 'collectionIds'>;

/** More memories than an account can gain in a second, in all processes. Each multiple that is left postpones the next check by 1 s. */
const far = 100_000;
const farForMs = 1_000;
const longestMs = 60_000;
const mostAccounts = 10_000;

/**
 * Quotas of CURRENT memories. For an account far from its limit, the count is queried once a second, down to once a minute if it
 * is very far, and costs nothing in between. Near the limit, the account's adding transactions run one at a time, so that none
 * exceeds it.
 */
export class MemoryQuotas {
  readonly #limits: Readonly<Record<Viewer['plan'], number>>;
  readonly #far = new LRUCache<string, true>({ max: mostAccounts, ttl: longestMs });

  constructor(limits: Readonly<Record<Viewer['plan'], number>>) {
    this.#limits = limits;
  }

  /** The number that the plan allows. */
  limitOf({ plan }: Pick<Holder, 'plan'>): number {
    return this.#limits[plan];
  }

  of(holder: Holder): FindQuota {
    const { accountId, plan } = holder;
    const limit = this.#limits[plan];
    const key = `${plan} ${accountId}`;
    return async (transaction) => {
      if (this.#far.has(key)) return null;
      const left = limit - (await countCurrentMemories(transaction, accountId));
      if (left > far) {
        this.#far.set(key, true, { ttl: Math.min(longestMs, Math.floor(left / far) * farForMs) });
        return null;
      }
      await lockByName(transaction, `memories of ${accountId}`);
      // Count again: earlier holders of the lock have committed.
      const used = await countCurrentMemories(transaction, accountId);
      return { limit, used: usedAsTold(holder, { used, limit }) };
    };
  }
}

export const memoryQuotaExceeded = ({ limit, used }: Bounded): QuotaExceededError =>
  new QuotaExceededError(`Your plan allows ${limit} memories, and you have ${used}: forget some first`, {
    limit,
    used,
  });

/** Throws QuotaExceededError if not even one more memory fits. */
export async function requireRoom(transaction: Database, find: FindQuota): Promise<void> {
  const quota = await find(transaction);
  if (quota && quota.used >= quota.limit) throw memoryQuotaExceeded(quota);
}

/** Counts the CURRENT memories of an account, without those of collections that are being erased. */
export async function countCurrentMemories(db: Database, accountId: string): Promise<number> {
  const { used } = await visibleCollections(db, wholeAccount(accountId))
    .select(sql<number>`coalesce(sum(stream.memory_count), 0)::int`.as('used'))
    .executeTakeFirstOrThrow();
  return used;
}
