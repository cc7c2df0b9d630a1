import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { LastingTier } from '../platform/cache/cache.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { Snapshot } from '../platform/db/snapshot.ts';
import { sharedWork } from '../platform/requester.ts';

/** For so long it is taken for known which keys are there: what another process stores is found that much later. */
const keysMs = 10_000;
/** So often what is past its time is let go, where something is kept: each change of an account leaves some there. */
const sweepMs = 60_000;
const sweptAtOnce = 1_000;
/** Of more keys than this none is remembered, and each is asked for. */
const mostKeys = 20_000;

interface KnownKeys {
  readonly readAt: number;
  /** Null: not read yet, or too many. */
  readonly keys: Set<string> | null;
}

/**
 * Rankings that outlive the process: of ids and scores alone. They go with any collection of their account. Most questions
 * are not among them: the keys of those that are there are remembered, so that these take no statement.
 */
export class RankingTable implements LastingTier {
  readonly #db: Database;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #sweepMs: number;
  #known: KnownKeys = { readAt: Number.NEGATIVE_INFINITY, keys: null };
  #sweptAt = performance.now();

  constructor(db: Database, log: Pick<Logger, 'warn'>, everyMs = sweepMs) {
    this.#db = db;
    this.#log = log;
    this.#sweepMs = everyMs;
  }

  /** Nothing for who reads in a snapshot: this takes a connection, and theirs may be the only one. */
  async get(accountId: string, key: string): Promise<Buffer | null> {
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

  /** Not for an account without collections: nothing of one that was deleted may come back. */
  set(accountId: string, key: string, bytes: Buffer, ttlMs: number): void {
    this.#known.keys?.add(key);
    const insert = sql`insert into search_ranking (account_id, key, ranking, expires_at)
      select ${accountId}, ${key}, ${bytes}, now() + ${ttlMs}::int * interval '1 millisecond'
      where exists (select from collection where account_id = ${accountId} and deleted_at is null)
      on conflict (account_id, key) do update set ranking = excluded.ranking, expires_at = excluded.expires_at`;
    // Found is found, though nobody may wait for it any more.
    sharedWork(() => insert.execute(this.#db).then(() => this.#sweep())).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'a ranking was not stored'),
    );
  }

  async #sweep(): Promise<void> {
    if (performance.now() - this.#sweptAt < this.#sweepMs) return;
    this.#sweptAt = performance.now();
    await forgetPage(acrossAccounts(this.#db, 'search_ranking'), sweptAtOnce);
  }

  /** Meanwhile what was known before counts. */
  async #readKeys(): Promise<void> {
    this.#known = { ...this.#known, readAt: performance.now() };
    try {
      const rows = await acrossAccounts(this.#db, 'search_ranking')
        .selectFrom('search_ranking')
        .select('key')
        .where('expires_at', '>', sql<Date>`now()`)
        .limit(mostKeys + 1)
        .execute();
      const keys = rows.length > mostKeys ? null : new Set(rows.map(({ key }) => key));
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

/** What is kept of rankings goes with any of the collections that they may be of: it is found anew. */
export async function eraseRankings(
  db: Database,
  accountId: string,
  _collectionIds: readonly string[],
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from search_ranking where account_id = ${accountId} and key in (
      select key from search_ranking where account_id = ${accountId} limit ${limit})`.execute(db);
  return Number(numAffectedRows);
}

/** Lets go what nobody finds any more, a page at a time. */
export async function forgetOldRankings(db: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  const everywhere = acrossAccounts(db, 'search_ranking');
  while (!signal.aborted && (await forgetPage(everywhere, pageSize)) === pageSize);
}

/** Nobody waits for what another process lets go. */
async function forgetPage(everywhere: Database, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from search_ranking where ctid = any(array(
      select ctid from search_ranking where expires_at < now() limit ${limit} for update skip locked))`.execute(
    everywhere,
  );
  return Number(numAffectedRows);
}
