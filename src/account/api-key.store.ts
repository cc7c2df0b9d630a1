import { type Insertable, sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { notePurged } from '../platform/db/purge-ledger.ts';
import type { Tables } from '../platform/db/tables.ts';
import type { ApiKey } from './api-key.ts';
import { isScope } from './viewer.ts';

const columns = [
  'id',
  'account_id as accountId',
  'principal',
  'name',
  'prefix',
  'scopes',
  'plan',
  'collection_ids as collectionIds',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
  'expires_at as expiresAt',
] as const;

/** A key that someone presents, with what the database's clock says of it. */
export interface PresentedKey {
  readonly key: ApiKey;
  readonly revoked: boolean;
  readonly expired: boolean;
  /** Its last use is noted a minute ago or never. */
  readonly useIsStale: boolean;
}

/** Whose keys are meant: one principal's, or with null all of the account; and which of them. */
export interface KeyOwner {
  readonly accountId: string;
  readonly principal: string | null;
  /** Those that reach no further than these collections; null: all. */
  readonly within: readonly string[] | null;
}

/** All SQL on API keys. A revoked key is gone, but for `byHash`, which knows it to say so. */
export class ApiKeyStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The one read that cannot know the account: the credential names it. */
  async byHash(hash: Buffer): Promise<PresentedKey | null> {
    const row = await this.#db
      .selectFrom('api_key')
      .select(columns)
      .select([
        sql<boolean>`revoked_at is not null`.as('revoked'),
        sql<boolean>`coalesce(expires_at <= now(), false)`.as('expired'),
        sql<boolean>`coalesce(last_used_at <= now() - interval '1 minute', true)`.as('useIsStale'),
      ])
      .where('hash', '=', hash)
      .executeTakeFirst();
    if (!row) return null;
    const { revoked, expired, useIsStale, ...key } = row;
    return { key: apiKeyFromRow(key), revoked, expired, useIsStale };
  }

  async insert(row: Insertable<Tables['api_key']>): Promise<ApiKey> {
    const inserted = await this.#db.insertInto('api_key').values(row).returning(columns).executeTakeFirstOrThrow();
    return apiKeyFromRow(inserted);
  }

  /** Newest first, those that have expired behind all others. */
  async list(owner: KeyOwner, limit: number): Promise<ApiKey[]> {
    const inOrder = this.#owned(owner).orderBy(isUsable, 'desc').orderBy('created_at', 'desc').orderBy('id', 'desc');
    const rows = await inOrder.limit(limit).execute();
    return rows.map(apiKeyFromRow);
  }

  async byId(owner: KeyOwner, id: string): Promise<ApiKey | null> {
    const row = await this.#owned(owner).where('id', '=', id).executeTakeFirst();
    return row ? apiKeyFromRow(row) : null;
  }

  /** How many can be used. Until the transaction has ended no other adds one to the account. */
  async countToAdd(accountId: string): Promise<number> {
    await this.#keepOthersFromAdding(accountId);
    const { count } = await this.#db
      .selectFrom('api_key')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('account_id', '=', accountId)
      .where(isUsable)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Whether a key can still be used. Until the transaction has ended nobody revokes it. */
  async holdUsable(accountId: string, id: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('api_key')
      .select('id')
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .where(isUsable)
      .forShare()
      .executeTakeFirst();
    return row !== undefined;
  }

  /** False where the owner has no such key, or no longer. */
  async revoke({ accountId, principal, within }: KeyOwner, id: string): Promise<boolean> {
    const { rows } = await sql`
      with revoked as (
        update api_key set revoked_at = now()
        where account_id = ${accountId} and id = ${id} and revoked_at is null
          and (${principal}::text is null or principal = ${principal}) and ${reachesWithin(within)}
        returning account_id, id
      ), noted as (
        insert into purge_ledger (account_id, kind, id) select account_id, 'api_key', id from revoked on conflict do nothing
      )
      select id from revoked`.execute(this.#db);
    return rows.length > 0;
  }

  /** Those of these keys, of whatever accounts, that can still be used. */
  async usable(ids: readonly string[]): Promise<string[]> {
    const rows = await acrossAccounts(this.#db, 'api_key')
      .selectFrom('api_key')
      .select('id')
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .where(isUsable)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Leaves no trace of keys, of whatever accounts, that were revoked or expired so many days ago. */
  async deleteEnded(days: number): Promise<void> {
    await acrossAccounts(this.#db, 'api_key')
      .deleteFrom('api_key')
      .where(sql<boolean>`least(revoked_at, expires_at) < now() - make_interval(days => ${days}::int)`)
      .execute();
  }

  /** Leaves no trace of an account's keys, those included that are just being made. */
  async deleteAll(accountId: string): Promise<void> {
    await this.#keepOthersFromAdding(accountId);
    const ended = await this.#db.deleteFrom('api_key').where('account_id', '=', accountId).returning('id').execute();
    await notePurged(
      this.#db,
      accountId,
      'api_key',
      ended.map(({ id }) => id),
    );
  }

  async noteUse(accountId: string, id: string): Promise<void> {
    await this.#db
      .updateTable('api_key')
      .set({ last_used_at: sql`now()` })
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .where(sql<boolean>`coalesce(last_used_at <= now() - interval '1 minute', true)`)
      .execute();
  }

  async #keepOthersFromAdding(accountId: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`API keys of ${accountId}`}, 0))`.execute(this.#db);
  }

  #owned({ accountId, principal, within }: KeyOwner) {
    const query = this.#db
      .selectFrom('api_key')
      .select(columns)
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .where(reachesWithin(within));
    return principal === null ? query : query.where('principal', '=', principal);
  }
}

const isUsable = sql<boolean>`revoked_at is null and coalesce(expires_at > now(), true)`;

/** Not of a key that reaches the whole account, or any other collection. */
const reachesWithin = (within: KeyOwner['within']) =>
  sql<boolean>`(${within}::uuid[] is null or coalesce(collection_ids <@ ${within}::uuid[], false))`;

type Row = Omit<ApiKey, 'scopes'> & { readonly scopes: readonly string[] };

const apiKeyFromRow = ({ scopes, ...same }: Row): ApiKey => ({ ...same, scopes: scopes.filter(isScope) });
