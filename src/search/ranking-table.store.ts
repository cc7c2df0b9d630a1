import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { EraseDependents } from '../erasure/erase-dependents.ts';
import type { CacheTier, OwnedKey } from '../platform/cache/cache.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { Snapshot } from '../platform/db/snapshot.ts';
import { joinableWork } from '../platform/turns/requester.ts';

/** How long the known keys are trusted: rankings that another process stores are found that much later. */
const keysMs = 10_000;
/** Interval of deleting expired rankings, checked on each write: every change of an account leaves some behind. */
const sweepMs = 60_000;
const sweptAtOnce = 1_000;
/** With more keys than this none are remembered, and every lookup asks the database. */
const mostKeys = 20_000;

interface KnownKeys {
  readonly readAt: number;
  /** Null if not read yet, or too many. */
  readonly keys: Set<string> | null;
}

/**
 * Rankings that outlive the process; they consist of ids and scores only and are erased with any collection of their account. Most
 * questions have none: the existing keys are remembered, so that a miss takes no statement.
 */
export class RankingTable implements CacheTier {
  readonly #db: Database;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #sweepMs: number;
  #known: KnownKeys = { readAt: Number.NEGATIVE_INFINITY, keys: null };
  /** Keys that are being stored, and those that were since the keys were last read: that may have been too early for them. */
  readonly #storing = new Set<string>();
  #since = new Set<string>();
  #sweptAt = performance.now();

  constructor(db: Database, log: Pick<Logger, 'warn'>, everyMs = sweepMs) {
    this.#db = db;
    this.#log = log;
    this.#sweepMs = everyMs;
  }

  /** Returns null in a snapshot: a read takes a connection, and the snapshot's may be the only one. */
  async get({ accountId, key }: OwnedKey): Promise<Buffer | null> {
    if (Snapshot.current) return null;
    if (performance.now() - this.#known.readAt > keysMs) void this.#readKeys();
    if (this.#known.keys?.has(key) === false) return null;
    try {
      const row = await this.#db
        .selectFrom('search_ranking')
        .select('ranking')
        .where('account_id', '=', accountId)
        .where('key', '=', key)
        .where('expires_at', '>', sql<Date>`now()`)
        .executeTakeFirst();
      return row?.ranking ?? null;
    } catch (error) {
      this.#log.warn({ err: error }, 'the table of rankings could not be read');
      return null;
    }
  }

  /** Stores nothing for an account without collections, so that nothing of a deleted one comes back. */
  set({ accountId, key }: OwnedKey, bytes: Buffer, ttlMs: number): void {
    this.#known.keys?.add(key);
    this.#since.add(key);
    this.#storing.add(key);
    const insert = sql`insert into search_ranking (account_id, key, ranking, expires_at)
      select ${accountId}, ${key}, ${bytes}, now() + ${ttlMs}::int * interval '1 millisecond'
      where exists (select from collection where account_id = ${accountId} and deleted_at is null)
      on conflict (account_id, key) do update set ranking = excluded.ranking, expires_at = excluded.expires_at`;
    // Stored even if nobody waits for the answer any more.
    joinableWork(() => insert.execute(this.#db).then(() => this.#sweep()))
      .catch((error: unknown) => this.#log.warn({ err: error }, 'a ranking was not stored'))
      .finally(() => this.#storing.delete(key));
  }

  async #sweep(): Promise<void> {
    if (performance.now() - this.#sweptAt < this.#sweepMs) return;
    this.#sweptAt = performance.now();
    await forgetPage(acrossAccounts(this.#db, 'search_ranking'), sweptAtOnce);
  }

  /** The keys known before stay in use meanwhile. */
  async #readKeys(): Promise<void> {
    this.#known = { ...this.#known, readAt: performance.now() };
    this.#since = new Set(this.#storing);
    try {
      const rows = await acrossAccounts(this.#db, 'search_ranking')
        .selectFrom('search_ranking')
        .select('key')
        .where('expires_at', '>', sql<Date>`now()`)
        .limit(mostKeys + 1)
        .execute();
      const keys = rows.length > mostKeys ? null : new Set([...rows.map(({ key }) => key), ...this.#since]);
      this.#known = { readAt: performance.now(), keys };
    } catch (error) {
      this.#log.warn({ err: error }, 'the keys of rankings could not be read');
      this.#known = { readAt: performance.now(), keys: null };
    }
  }

  async clear(): Promise<void> {
    await acrossAccounts(this.#db, 'search_ranking').deleteFrom('search_ranking').execute();
  }
}

/** Erases all rankings of the account, because any may include the collections; they can be found again. */
export const eraseRankings: EraseDependents = async (db, accountId, _collectionIds, limit) => {
  const { numAffectedRows = 0n } = await sql`
    delete from search_ranking where account_id = ${accountId} and key in (
      select key from search_ranking where account_id = ${accountId} limit ${limit})`.execute(db);
  return Number(numAffectedRows);
};

/** Deletes expired rankings, a page at a time. */
export async function forgetOldRankings(db: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  const everywhere = acrossAccounts(db, 'search_ranking');
  while (!signal.aborted && (await forgetPage(everywhere, pageSize)) === pageSize);
}

/** Skips rows that another process is deleting. */
async function forgetPage(everywhere: Database, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from search_ranking where ctid = any(array(
      select ctid from search_ranking where expires_at < now() limit ${limit} for update skip locked))`.execute(
    everywhere,
  );
  return Number(numAffectedRows);
}
