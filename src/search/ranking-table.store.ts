import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { LastingTier } from '../platform/cache/cache.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';

/** Rankings that outlive the process: of ids and scores alone. They go with any collection of their account. */
export class RankingTable implements LastingTier {
  readonly #db: Database;
  readonly #log: Pick<Logger, 'warn'>;

  constructor(db: Database, log: Pick<Logger, 'warn'>) {
    this.#db = db;
    this.#log = log;
  }

  async get(accountId: string, key: string): Promise<Buffer | null> {
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
    sql`insert into search_ranking (account_id, key, ranking, expires_at)
      select ${accountId}, ${key}, ${bytes}, now() + ${ttlMs}::int * interval '1 millisecond'
      where exists (select from collection where account_id = ${accountId} and deleted_at is null)
      on conflict (account_id, key) do update set expires_at = excluded.expires_at`
      .execute(this.#db)
      .catch((error: unknown) => this.#log.warn({ err: error }, 'a ranking was not stored'));
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
  for (let deleted = pageSize; deleted === pageSize && !signal.aborted; ) {
    const { numAffectedRows = 0n } = await sql`
      delete from search_ranking where ctid = any(array(
        select ctid from search_ranking where expires_at < now() limit ${pageSize}))`.execute(everywhere);
    deleted = Number(numAffectedRows);
  }
}
