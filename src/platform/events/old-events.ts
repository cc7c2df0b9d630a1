import { sql } from 'kysely';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { leastId } from '../db/new-id.ts';
import type { StreamRef } from './commits.ts';
import type { Follower } from './consumer.ts';

export interface Retention {
  readonly days: number;
  /** Followers of the log: an event is kept until all followers of its kind of stream have consumed it. */
  readonly followers: () => readonly Pick<Follower, 'name' | 'kind'>[];
}

const mostStreams = 1_000;
const beforeAll: StreamRef = { accountId: '', kind: 'agent_run', streamId: leastId };

/**
 * Deletes events of all accounts that are older than the retention and consumed by all followers, a page of one stream at a time, oldest first. A
 * stream therefore never has gaps.
 */
export async function forgetOldEvents(
  db: Database,
  retention: Retention,
  signal: AbortSignal,
  pageSize: number,
): Promise<void> {
  const everywhere = acrossAccounts(db, 'event');
  // A single scan, which skips streams whose events a follower still needs.
  for (let last: StreamRef | undefined = beforeAll; last && !signal.aborted; ) {
    const streams = await streamsWithOldEvents(everywhere, retention.days, last);
    for (const stream of streams) {
      for (let deleted = pageSize; deleted === pageSize && !signal.aborted; )
        deleted = await forgetPage(db, stream, retention, pageSize);
    }
    last = streams.at(-1);
  }
}

/** Returns the next streams in order. Finds them by the time of their events and sorts them afterwards, which is cheap. */
async function streamsWithOldEvents(everywhere: Database, days: number, after: StreamRef): Promise<StreamRef[]> {
  const { rows } = await sql<StreamRef>`
    with old as materialized (
      select distinct account_id, kind, stream_id from event where at < now() - make_interval(days => ${days})
    )
    select account_id as "accountId", kind, stream_id as "streamId" from old
    where (account_id, kind, stream_id) > (${after.accountId}, ${after.kind}, ${after.streamId}::uuid)
    order by account_id, kind, stream_id limit ${mostStreams}`.execute(everywhere);
  return rows;
}

async function forgetPage(
  db: Database,
  { accountId, kind, streamId }: StreamRef,
  { days, followers }: Retention,
  limit: number,
): Promise<number> {
  const names = followers()
    .filter((follower) => follower.kind === kind)
    .map(({ name }) => name);
  const { numAffectedRows = 0n } = await sql`
    with old as (
      select max(seq) as seq from (
        select seq, at from event
        where account_id = ${accountId} and kind = ${kind} and stream_id = ${streamId} order by seq limit ${limit}
      ) as first where at < now() - make_interval(days => ${days})
    ), taken as (
      select min(coalesce(consumer.seq, 0)) as seq from unnest(${names}::text[]) as follower (name)
      left join consumer on consumer.account_id = ${accountId} and consumer.kind = ${kind}
        and consumer.stream_id = ${streamId} and consumer.name = follower.name
    )
    delete from event where account_id = ${accountId} and kind = ${kind} and stream_id = ${streamId}
      and seq <= (select least(old.seq, taken.seq) from old, taken where old.seq is not null)`.execute(db);
  return Number(numAffectedRows);
}
