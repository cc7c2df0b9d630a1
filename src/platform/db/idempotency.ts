import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { ConflictError } from '../errors.ts';
import { keyHours } from '../validation.ts';
import { acrossAccounts } from './account-guard.ts';
import type { Database } from './database.ts';

/** Scope of a key: an account, mutation and parent. */
export interface KeyScope {
  readonly accountId: string;
  readonly mutation: string;
  readonly parentId: string;
  /** Type that these calls create: a conflict names what the earlier call created. */
  readonly makes: string;
}

/** A call that its client may repeat, and the ids that it will create. */
interface RepeatableCall {
  readonly key: string;
  /** The whole input except the key. */
  readonly body: unknown;
  readonly resultIds: readonly string[];
}

const isOld = sql`idempotency.created_at < now() - interval ${sql.lit(`${keyHours} hours`)}`;

/** Ids created by an earlier call with the same key; `null` if this call is the first; or the conflict. */
export type Claim = readonly string[] | null | ConflictError;

/**
 * Claims keys for `keyHours`, within the transaction that does the work: a concurrent call with the same key waits here until that
 * transaction has ended. Keys are inserted in order, so that two batches cannot deadlock. `calls` may repeat keys that earlier
 * calls used, but no new ones: what they make is not known yet.
 */
export async function claimKeys(db: Database, scope: KeyScope, calls: readonly RepeatableCall[]): Promise<Claim[]> {
  if (calls.length === 0) return [];
  const hashes = calls.map((call) => hashOf(call.body));
  const rows = new Map(
    calls.map(({ key, resultIds }, n) => [key, { key, body_hash: hashes[n], result_ids: resultIds }]),
  );
  const claimed = await sql<{ key: string }>`
    insert into idempotency (account_id, mutation, parent_id, key, body_hash, result_ids)
    select ${scope.accountId}, ${scope.mutation}, ${scope.parentId}, key, decode(body_hash, 'hex'), result_ids
    from json_to_recordset(${JSON.stringify([...rows.values()])}::json) as call (key text, body_hash text, result_ids uuid[])
    order by key
    on conflict (account_id, mutation, parent_id, key) do update
      set body_hash = excluded.body_hash, result_ids = excluded.result_ids, created_at = now()
      where ${isOld}
    returning key`.execute(db);
  const fresh = new Set(claimed.rows.map((row) => row.key));
  const known = await readKeys(
    db,
    scope,
    calls.map((call) => call.key).filter((key) => !fresh.has(key)),
  );
  return calls.map((call, index) => {
    if (fresh.has(call.key)) return null;
    const earlier = known.get(call.key);
    return earlier && earlier.bodyHash === hashes[index]
      ? earlier.resultIds
      : reused(scope, call.key, earlier?.resultIds[0]);
  });
}

/**
 * Returns what earlier, equal calls with these keys created; null for every other call. It claims nothing, so that a repeat can be
 * told before the work that precedes its transaction; only `claimKeys` decides what is a first call.
 */
export async function findRepeats(
  db: Database,
  scope: KeyScope,
  calls: readonly Omit<RepeatableCall, 'resultIds'>[],
): Promise<(readonly string[] | null)[]> {
  const known = await readKeys(
    db,
    scope,
    calls.map(({ key }) => key),
  );
  return calls.map(({ key, body }) => {
    const earlier = known.get(key);
    return earlier && earlier.bodyHash === hashOf(body) ? earlier.resultIds : null;
  });
}

/** Claims one key, or none if the client gave none. Throws ConflictError if the key was used with another input. */
export async function claimKey(
  db: Database,
  scope: KeyScope,
  call: Omit<RepeatableCall, 'key'> & { readonly key: string | null | undefined },
): Promise<readonly string[] | null> {
  if (!call.key) return null;
  const [claim = null] = await claimKeys(db, scope, [{ ...call, key: call.key }]);
  if (claim instanceof ConflictError) throw claim;
  return claim;
}

/** The final result ids of a claimed key. */
type Settled = Pick<RepeatableCall, 'key' | 'resultIds'>;

/** Replaces the result ids of claimed keys, for example because the work found existing rows. */
export async function settleKeys(db: Database, scope: KeyScope, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map(({ key, resultIds }) => ({ key, result_ids: resultIds }));
  await sql`
    update idempotency set result_ids = settled.result_ids
    from json_to_recordset(${JSON.stringify(rows)}::json) as settled (key text, result_ids uuid[])
    where account_id = ${scope.accountId} and mutation = ${scope.mutation} and parent_id = ${scope.parentId}
      and idempotency.key = settled.key`.execute(db);
}

/** The same for one key; does nothing if the client gave none. */
export const settleKey = (db: Database, scope: KeyScope, key: string | null | undefined, id: string): Promise<void> =>
  settleKeys(db, scope, key ? [{ key, resultIds: [id] }] : []);

/** Deletes the keys of the calls that created these objects, so that the same call creates them again. */
export async function forgetMaking(db: Database, accountId: string, ids: readonly string[]): Promise<void> {
  await sql`
    delete from idempotency where account_id = ${accountId} and ctid = any(array(${callsThatMade(accountId, ids)}))
      and result_ids && ${ids}::uuid[]`.execute(db);
}

/** Deletes the keys of the calls that created these objects, and of those that created something in them. */
export async function forgetKeys(db: Database, accountId: string, ids: readonly string[]): Promise<void> {
  await forgetMaking(db, accountId, ids);
  await sql`
    delete from idempotency where account_id = ${accountId} and parent_id = any(${ids}::text[])`.execute(db);
}

/**
 * Locations (ctid) of these keys, looked up per object: for hundreds at once Postgres assumes that most keys of an account
 * match, and compares all of them with each id.
 */
const callsThatMade = (accountId: string, ids: readonly string[]) => sql`
  select found.place from unnest(${ids}::uuid[]) as thing (id) cross join lateral (
    select ctid as place from idempotency where account_id = ${accountId} and result_ids @> array[thing.id] offset 0
  ) found`;

async function readKeys(db: Database, scope: KeyScope, keys: readonly string[]) {
  if (keys.length === 0) return new Map<string, { bodyHash: string; resultIds: readonly string[] }>();
  const rows = await db
    .selectFrom('idempotency')
    .select(['key', 'body_hash', 'result_ids'])
    .where('account_id', '=', scope.accountId)
    .where('mutation', '=', scope.mutation)
    .where('parent_id', '=', scope.parentId)
    .where('key', 'in', keys)
    .where(sql<boolean>`not ${isOld}`)
    .execute();
  return new Map(rows.map((row) => [row.key, { bodyHash: row.body_hash.toString('hex'), resultIds: row.result_ids }]));
}

const reused = ({ makes }: KeyScope, key: string, id: string | undefined): ConflictError =>
  new ConflictError('IDEMPOTENCY_KEY_REUSED', {
    message: `The idempotency key "${key}" was used with another input in the last ${keyHours} hours: use a new key`,
    current: id === undefined ? null : { type: makes, id },
  });

/** For creations: there a null field means the same as an omitted one, and clients differ in what they send. */
export const withoutNulls = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** SHA-256 of an input, in hex; independent of the order of object fields. */
export const hashOf = (body: unknown): string => hash('sha256', JSON.stringify(sorted(body)));

/** Sorts all object keys, so that equal inputs have the same form. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}

/** Position in the scan of all keys, which follows the order of the primary key. */
interface Position {
  readonly account_id: string;
  readonly parent_id: string;
  readonly mutation: string;
  readonly key: string;
}

const beforeAll: Position = { account_id: '', parent_id: '', mutation: '', key: '' };

/** Deletes the expired idempotency keys of all accounts in one scan of the table, a page at a time. */
export async function forgetOldKeys(db: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  let position: Position | undefined = beforeAll;
  while (position && !signal.aborted)
    position = await forgetOldOf(acrossAccounts(db, 'idempotency'), position, pageSize);
}

/** Returns the end of the page; undefined after the last one. */
async function forgetOldOf(db: Database, after: Position, pageSize: number): Promise<Position | undefined> {
  const { rows } = await sql<Position>`
    with page as (
      select account_id, parent_id, mutation, key from idempotency
      where (account_id, parent_id, mutation, key) > (${after.account_id}, ${after.parent_id}, ${after.mutation}, ${after.key})
      order by account_id, parent_id, mutation, key limit ${pageSize}
    ), old as (
      delete from idempotency using page
      where idempotency.account_id = page.account_id and idempotency.parent_id = page.parent_id
        and idempotency.mutation = page.mutation and idempotency.key = page.key
        and ${isOld}
    )
    select * from page order by account_id desc, parent_id desc, mutation desc, key desc limit 1`.execute(db);
  return rows[0];
}
