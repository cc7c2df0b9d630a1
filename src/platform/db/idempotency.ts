import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { ConflictError } from '../errors.ts';
import type { Database } from './database.ts';

/** Where a key counts: per account, mutation and parent. */
export interface KeyScope {
  readonly accountId: string;
  readonly mutation: string;
  readonly parentId: string;
  /** Type of what these calls make: a conflict shows what the earlier call made. */
  readonly makes: string;
}

/** A call that its client may repeat, and the ids of what it will make. */
export interface RepeatableCall {
  readonly key: string;
  /** All of the input but the key. */
  readonly body: unknown;
  readonly resultIds: readonly string[];
}

/** Ids that an earlier call with the same key made, `null` where this call is the first, or the conflict. */
export type Claim = readonly string[] | null | ConflictError;

/**
 * Claims keys for 24 hours, within the transaction that does the work: a concurrent twin waits here until that
 * transaction has ended. Keys are inserted in order, so that two groups cannot block each other. No key twice in `calls`.
 */
export async function claimKeys(db: Database, scope: KeyScope, calls: readonly RepeatableCall[]): Promise<Claim[]> {
  if (calls.length === 0) return [];
  const hashes = calls.map((call) => hashOf(call.body));
  const rows = calls.map((call, index) => ({ key: call.key, body_hash: hashes[index], result_ids: call.resultIds }));
  const claimed = await sql<{ key: string }>`
    insert into idempotency (account_id, mutation, parent_id, key, body_hash, result_ids)
    select ${scope.accountId}, ${scope.mutation}, ${scope.parentId}, key, decode(body_hash, 'hex'), result_ids
    from json_to_recordset(${JSON.stringify(rows)}::json) as call (key text, body_hash text, result_ids uuid[])
    order by key
    on conflict (account_id, mutation, parent_id, key) do update
      set body_hash = excluded.body_hash, result_ids = excluded.result_ids, created_at = now()
      where idempotency.created_at < now() - interval '24 hours'
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

/** Claims one key, or nothing where the client gave none; a key that stood for another input throws. */
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

/** What a claimed key stands for after all. */
export type Settled = Pick<RepeatableCall, 'key' | 'resultIds'>;

/** Says which ids claimed keys stand for after all, as when the work found existing rows. */
export async function settleKeys(db: Database, scope: KeyScope, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map(({ key, resultIds }) => ({ key, result_ids: resultIds }));
  await sql`
    update idempotency set result_ids = settled.result_ids
    from json_to_recordset(${JSON.stringify(rows)}::json) as settled (key text, result_ids uuid[])
    where account_id = ${scope.accountId} and mutation = ${scope.mutation} and parent_id = ${scope.parentId}
      and idempotency.key = settled.key`.execute(db);
}

/** The same of one key, or of none where the client gave none. */
export const settleKey = (db: Database, scope: KeyScope, key: string | null | undefined, id: string): Promise<void> =>
  settleKeys(db, scope, key ? [{ key, resultIds: [id] }] : []);

/** Forgets the keys of the calls that made these things: the same call then makes them anew. */
export async function forgetMaking(db: Database, accountId: string, ids: readonly string[]): Promise<void> {
  await sql`
    delete from idempotency where account_id = ${accountId} and ctid = any(array(${callsThatMade(accountId, ids)}))
      and result_ids && ${ids}::uuid[]`.execute(db);
}

/** Forgets the keys of the calls that made these things, and of those that made something in them. */
export async function forgetKeys(db: Database, accountId: string, ids: readonly string[]): Promise<void> {
  await forgetMaking(db, accountId, ids);
  await sql`
    delete from idempotency where account_id = ${accountId} and parent_id = any(${ids}::text[])`.execute(db);
}

/**
 * Where the keys of such calls stand, looked up for one thing after the other: of hundreds at once Postgres takes most keys of an account for
 * theirs, and compares all of them with each.
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
    .execute();
  return new Map(rows.map((row) => [row.key, { bodyHash: row.body_hash.toString('hex'), resultIds: row.result_ids }]));
}

const reused = ({ makes }: KeyScope, key: string, id: string | undefined): ConflictError =>
  new ConflictError('IDEMPOTENCY_KEY_REUSED', {
    message: `The idempotency key "${key}" was used with another input in the last 24 hours: use a new key`,
    current: id === undefined ? null : { type: makes, id },
  });

/** Of what makes something: a field that is null says no more there than one that is left out, as clients differ in what they send. */
export const withoutNulls = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** sha-256 of an input, hex; the same however the fields of its objects are ordered. */
export const hashOf = (body: unknown): string => hash('sha256', JSON.stringify(sorted(body)));

/** The value with all keys in order, so that equal inputs have one form. */
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
