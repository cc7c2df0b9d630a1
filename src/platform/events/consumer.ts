import { sql } from 'kysely';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { prepared } from '../db/preparing-client.ts';
import type { EventData, EventType, StreamKind } from '../db/tables.ts';
import type { StreamRef } from './commits.ts';
import type { UnitsOfWork } from './unit-of-work.ts';

/** An event of the log. */
export interface LoggedEvent {
  readonly seq: number;
  readonly type: EventType;
  readonly subjectId: string;
  readonly changed: readonly string[];
  readonly data: EventData | null;
  readonly at: Date;
}

/** Columns of a LoggedEvent from the row `event`. */
export const eventColumns = sql`
  event.seq, event.type, event.subject_id as "subjectId", event.changed, event.data, event.at`;

/** Follows the event log, with a cursor for each stream. */
export interface Follower {
  readonly name: string;
  readonly kind: StreamKind;
  /** Maximum number of events per batch. */
  readonly batch: number;
  /** Maximum number of events of one stream per batch; omitted: as many as the batch has. */
  readonly perStream?: number;
  /** Maximum number of streams per batch, across accounts; omitted: one. */
  readonly streams?: number;
}

/** The next events of a stream for a follower. */
export interface Batch {
  readonly stream: StreamRef;
  /** The follower's position. */
  readonly seq: number;
  /** The events after that position, oldest first. Empty if all of them are older than the log's retention. */
  readonly events: readonly LoggedEvent[];
  /** The position after these events. */
  readonly end: number;
  /** Whether there may be more. */
  readonly more: boolean;
}

/** Follows the event log: what it writes for a batch commits together with its new position. */
export interface Consumer extends Follower {
  /** Name of a consumer that it never overtakes, because it uses that one's results. */
  readonly follows?: string;
  /** Does the work that is too long for a transaction; some databases can have only one at a time. It may run several times for a batch. */
  prepare(db: Database, batches: readonly Batch[]): Promise<Prepared>;
}

/** What to write for batches. Those in none of the writes need nothing. */
interface Prepared {
  /** Each is a transaction of its own. */
  readonly writes: readonly Write[];
  /** Batches whose streams another process holds: they wait for the next commit or sweep. */
  readonly later?: readonly Batch[];
}

export interface Write {
  /** As they were given, or without their last events, which then come again. */
  readonly batches: readonly Batch[];
  /** Gets those batches that no other process has taken; returns those that must be given again, although what it wrote commits. */
  run(units: UnitsOfWork, held: readonly Batch[]): Promise<readonly Batch[]>;
}

/** Outcome of consuming a stream's next batch. */
export interface Taken {
  readonly stream: StreamRef;
  /** Whether there may be more. */
  readonly more: boolean;
  /** Another process holds the stream's cursor, and may not see what was written after it began. */
  readonly heldElsewhere?: true;
}

/** Returns streams in which a consumer is behind; at most `limit`, across accounts. */
export async function behind(db: Database, consumer: Follower, limit: number): Promise<StreamRef[]> {
  return acrossAccounts(db, 'stream', 'consumer')
    .selectFrom('stream')
    .leftJoin('consumer', (join) =>
      join
        .onRef('consumer.account_id', '=', 'stream.account_id')
        .onRef('consumer.kind', '=', 'stream.kind')
        .onRef('consumer.stream_id', '=', 'stream.id')
        .on('consumer.name', '=', consumer.name),
    )
    .where('stream.kind', '=', consumer.kind)
    .where(sql<boolean>`stream.seq > coalesce(consumer.seq, 0)`)
    .select(['stream.account_id as accountId', 'stream.kind', 'stream.id as streamId'])
    .limit(limit)
    .execute();
}

/** How far a consumer lags behind, across all streams. */
export interface ConsumerLag {
  readonly name: string;
  readonly lagEvents: number;
  /** Age of the oldest event that it has not consumed. */
  readonly lagSeconds: number;
}

export async function consumerLag(db: Database, { name, kind }: Pick<Consumer, 'name' | 'kind'>): Promise<ConsumerLag> {
  const { rows } = await sql<Omit<ConsumerLag, 'name'>>`
    select coalesce(sum(s.seq - coalesce(c.seq, 0)), 0)::int as "lagEvents",
      greatest(coalesce(extract(epoch from clock_timestamp() - min(e.at)), 0), 0)::float8 as "lagSeconds"
    from stream s
    left join consumer c on c.account_id = s.account_id and c.kind = s.kind and c.stream_id = s.id and c.name = ${name}
    left join event e on e.account_id = s.account_id and e.kind = s.kind and e.stream_id = s.id
      and e.seq = coalesce(c.seq, 0) + 1
    where s.kind = ${kind} and s.seq > coalesce(c.seq, 0)`.execute(acrossAccounts(db, 'stream', 'consumer', 'event'));
  return { name, lagEvents: rows[0]?.lagEvents ?? 0, lagSeconds: rows[0]?.lagSeconds ?? 0 };
}

/** Reads a stream's newest sequence number and its events after a position, oldest first, in one snapshot. Null if there is no such stream. */
export async function readNews(
  db: Database,
  { accountId, kind, streamId }: StreamRef,
  after: number,
  limit: number,
): Promise<{ readonly seq: number; readonly events: readonly LoggedEvent[] } | null> {
  const { rows } = await sql<{ newest: number } & (LoggedEvent | { seq: null })>`${prepared}
    select stream.seq as newest, event.* from stream left join lateral (
      select ${eventColumns} from event
      where account_id = stream.account_id and kind = stream.kind and stream_id = stream.id and event.seq > ${after}
      order by seq limit ${limit}
    ) event on true
    where stream.account_id = ${accountId} and stream.kind = ${kind} and stream.id = ${streamId}
    order by event.seq`.execute(db);
  const [first] = rows;
  return first ? { seq: first.newest, events: rows.flatMap((row) => (row.seq === null ? [] : row)) } : null;
}
