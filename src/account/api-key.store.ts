import { type Insertable, sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { lockByName } from '../platform/db/lock-by-name.ts';
import { fetchCount } from '../platform/db/page.ts';
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

/** A presented key with its state by the database's clock. */
export interface PresentedKey {
  readonly key: ApiKey;
  readonly revoked: boolean;
  readonly expired: boolean;
  /** Whether its last use was recorded at least a minute ago, or never. */
  readonly useIsStale: boolean;
}

/** Which keys are meant: those of one principal, or with null of the whole account. */
export interface KeyOwner {
  readonly accountId: string;
  readonly principal: string | null;
  /** Only keys limited to these collections and those below them; null: all. */
  readonly within: readonly string[] | null;
}

/** All SQL on API keys. Revoked keys are invisible except to `byHash`, which reports them as such. */
export class ApiKeyStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The only read that does not know the account: it follows from the credential. */
  async byHash(hash: Buffer): Promise<PresentedKey | null> {
    const row = await this.#db
      .selectFrom('api_key')
      .select(columns)
      .select([
        sql<boolean>`revoked_at is not null`.as('revoked'),
        sql<boolean>`coalesce(expires_at <= now(), false)`.as('expired'),
        hasStaleUse.as('useIsStale'),
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

  /** Returns keys newest first, expired ones last. */
  async list(owner: KeyOwner, limit: number): Promise<ApiKey[]> {
    const inOrder = this.#owned(owner).orderBy(isUsable, 'desc').orderBy('created_at', 'desc').orderBy('id', 'desc');
    const rows = await inOrder.limit(limit).execute();
    return rows.map(apiKeyFromRow);
  }

  async byId(owner: KeyOwner, id: string): Promise<ApiKey | null> {
    const row = await this.#owned(owner).where('id', '=', id).executeTakeFirst();
    return row ? apiKeyFromRow(row) : null;
  }

  /** Number of usable keys. Keeps other transactions from adding keys to the account until this one ends. */
  async countToAdd(accountId: string): Promise<number> {
    await this.#keepOthersFromAdding(accountId);
    return await fetchCount(this.#db.selectFrom('api_key').where('account_id', '=', accountId).where(isUsable));
  }

  /** Whether a key is still usable; locks it against revocation until the transaction ends. */
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

  /** Returns false if the owner has no such key or it was already revoked. */
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

  /** Returns the usable ones of these keys, of any account. */
  async usable(ids: readonly string[]): Promise<string[]> {
    const rows = await acrossAccounts(this.#db, 'api_key')
      .selectFrom('api_key')
      .select('id')
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .where(isUsable)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Deletes keys of all accounts that were revoked or expired more than `days` days ago. */
  async deleteEnded(days: number): Promise<void> {
    await acrossAccounts(this.#db, 'api_key')
      .deleteFrom('api_key')
      .where(sql<boolean>`least(revoked_at, expires_at) < now() - make_interval(days => ${days}::int)`)
      .execute();
  }

  /** Deletes all keys of an account, including those being created concurrently. */
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
      .where(hasStaleUse)
      .execute();
  }

  #keepOthersFromAdding(accountId: string): Promise<void> {
    return lockByName(this.#db, `API keys of ${accountId}`);
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
const hasStaleUse = sql<boolean>`coalesce(last_used_at <= now() - interval '1 minute', true)`;

/** False for keys that reach the whole account or any collection that is not below these. */
const reachesWithin = (within: KeyOwner['within']) =>
  within === null
    ? sql<boolean>`true`
    : sql<boolean>`(collection_ids <@ ${within}::uuid[] or collection_ids <@ array(
        select collection.id from collection where collection.account_id = api_key.account_id and path && ${within}::uuid[]))`;

type Row = Omit<ApiKey, 'scopes'> & { readonly scopes: readonly string[] };

const apiKeyFromRow = ({ scopes, ...same }: Row): ApiKey => ({ ...same, scopes: scopes.filter(isScope) });
