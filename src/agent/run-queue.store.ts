import { sql } from 'kysely';
import { hasRevokedKey } from '../account/revoked-key.ts';
import type { Scope, Viewer } from '../account/viewer.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';

/** Key of a run. */
export interface RunKey {
  readonly accountId: string;
  readonly id: string;
}

/** A run in one of its attempts. The attempt is its fencing token: no other process has the same. */
export interface ClaimedAttempt extends RunKey {
  readonly attempt: number;
}

/** A run, as the process that works on it knows it. */
export interface ClaimedRun extends ClaimedAttempt {
  readonly conversationId: string;
  readonly userMessageId: string;
  readonly question: string;
  /** Name of the asker. */
  readonly speaker: string | null;
  readonly model: string;
  /** Collections that are read beside that of the conversation, with all below them. */
  readonly alsoRead: readonly string[];
  /** As of when it is asked; null: now. */
  readonly asOf: Date | null;
  /** The asker: everything that is done for the run is done with their permissions. */
  readonly viewer: Viewer;
}

/** The viewer for what an asker's agent does, with the asker's permissions. */
export const asAgent = ({ accountId, principal, plan, scopes, collectionIds }: Asker): Viewer => ({
  accountId,
  principal,
  actorKind: 'AGENT',
  plan,
  scopes,
  collectionIds,
  expiresAt: null,
});

type Asker = Pick<Viewer, 'accountId' | 'principal' | 'plan' | 'scopes' | 'collectionIds'>;

/** Length of a lease: how long a run without a heartbeat stays with its process. */
const leaseSeconds = 10;

export const lease = sql`clock_timestamp() + ${leaseSeconds} * interval '1 second'`;

/**
 * Returns at most `limit` queued runs, fairly by account: a run comes earlier the fewer runs of its account are running or before it
 * in the queue.
 */
export async function waitingRuns(db: Database, limit: number): Promise<RunKey[]> {
  const { rows } = await sql<RunKey>`
    with waiting as (
      select account_id, id, created_at, row_number() over (partition by account_id order by created_at, id) as place
      from agent_run where status = 'QUEUED'
    ), running as (
      select account_id, count(*) as runs from agent_run where status = 'RUNNING' group by account_id
    )
    select account_id as "accountId", id from waiting left join running using (account_id)
    order by waiting.place + coalesce(running.runs, 0), created_at, id limit ${limit}`.execute(
    acrossAccounts(db, 'agent_run'),
  );
  return rows;
}

/** Latest plausible end of a lease. One that ends later dates from before the clock was set back, and its process may be dead. */
const beyondLease = sql`clock_timestamp() + ${2 * leaseSeconds} * interval '1 second'`;

/** Whether the lease of a row `agent_run` has expired, or ends implausibly late. */
export const isLeaseOver = sql<boolean>`(agent_run.lease_until < clock_timestamp() or agent_run.lease_until > ${beyondLease})`;

/** Returns running runs whose lease is over. */
export async function abandonedRuns(db: Database, limit: number): Promise<ClaimedAttempt[]> {
  const rows = await acrossAccounts(db, 'agent_run')
    .selectFrom('agent_run')
    .select(['account_id as accountId', 'id', 'attempt'])
    .where('status', '=', 'RUNNING')
    .where(isLeaseOver)
    .limit(limit)
    .execute();
  return rows;
}

/** A run that was queued. */
interface FetchedRun extends ClaimedRun {
  /** The API key that it was asked with was revoked: nothing more may be done for it. */
  readonly isRevoked: boolean;
}

interface ClaimRow extends Omit<FetchedRun, 'accountId' | 'id' | 'viewer'>, Pick<Viewer, 'principal' | 'plan'> {
  readonly scopes: readonly Scope[];
  readonly collectionIds: readonly string[] | null;
}

/** Claims a queued run, within a transaction. Returns null if another process has claimed it, or it is no longer queued. */
export async function claimRun(db: Database, { accountId, id }: RunKey): Promise<FetchedRun | null> {
  const { rows } = await sql<ClaimRow>`
    update agent_run run set status = 'RUNNING', attempt = attempt + 1, lease_until = ${lease}, partial = null,
      started_at = coalesce(started_at, clock_timestamp())
    from message where run.account_id = ${accountId} and run.id = ${id} and run.status = 'QUEUED'
      and message.account_id = run.account_id and message.id = run.user_message_id
    returning run.attempt, run.conversation_id as "conversationId", run.user_message_id as "userMessageId", message.content as question, message.speaker,
      run.model, run.principal, run.plan, run.scopes, run.collection_ids as "collectionIds", run.also_read as "alsoRead",
      run.as_of as "asOf",
      ${hasRevokedKey('run')} as "isRevoked"`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { principal, plan, scopes, collectionIds, ...run } = row;
  const asker = {
    accountId,
    principal,
    plan,
    scopes: new Set(scopes),
    collectionIds: collectionIds && new Set(collectionIds),
  };
  return { ...run, accountId, id, viewer: asAgent(asker) };
}

/** Heartbeat of a run, with the answer so far; null if it has not grown since the last. */
interface Beat extends ClaimedAttempt {
  readonly partial: string | null;
}

/** What a run learns with its heartbeat. A run that gets no answer no longer belongs to this process. */
interface BeatAnswer {
  readonly id: string;
  readonly cancelled: boolean;
  /** The API key that it was asked with was revoked. */
  readonly revoked: boolean;
  /** False if the row is locked by another transaction: the next heartbeat writes what this one did not. */
  readonly kept: boolean;
  /** Its conversation or collection was deleted. */
  readonly gone: boolean;
}

/**
 * Writes the heartbeats of all runs of a process in one statement. Rows that are locked by others are skipped and only answered: to
 * wait for them would let the leases of the others expire.
 */
export async function beatRuns(db: Database, beats: readonly Beat[]): Promise<BeatAnswer[]> {
  const rows = beats.map(({ accountId, id, attempt, partial }) => ({ account_id: accountId, id, attempt, partial }));
  const { rows: answers } = await sql<BeatAnswer>`
    with beat as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as beat (account_id text, id uuid, attempt int, partial text)
    ), held as materialized (
      select run.account_id, run.id, beat.partial from beat join agent_run run on run.account_id = beat.account_id
        and run.id = beat.id and run.attempt = beat.attempt and run.status = 'RUNNING'
      for no key update of run skip locked
    ), kept as (
      update agent_run run set lease_until = ${lease}, partial = coalesce(held.partial, run.partial)
      from held where run.account_id = held.account_id and run.id = held.id
      returning run.id
    )
    select run.id, run.cancel_requested as cancelled, ${hasRevokedKey('run')} as revoked, run.id in (select id from kept) as kept,
      (conversation.deleted_at is not null or collection.deleted_at is not null) as gone
    from beat join agent_run run on run.account_id = beat.account_id and run.id = beat.id
      and run.attempt = beat.attempt and run.status = 'RUNNING'
    join conversation on conversation.account_id = run.account_id and conversation.id = run.conversation_id
    join collection on collection.account_id = conversation.account_id and collection.id = conversation.collection_id`.execute(
    db,
  );
  return answers;
}
