import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { prepared } from '../db/preparing-client.ts';
import type { EventData, EventType, StreamKind } from '../db/tables.ts';
import type { StreamRef } from './commits.ts';

/** An event as it stands in the log. */
export interface LoggedEvent {
  readonly seq: number;
  readonly type: EventType;
  readonly subjectId: string;
  readonly changed: readonly string[];
  readonly data: EventData | null;
  readonly at: Date;
}

/** Who follows the event log, each stream with a cursor of its own. */
export interface Follower {
  readonly name: string;
  readonly kind: StreamKind;
  /** Most events that are taken at a time. */
  readonly batch: number;
  /** Most streams, of whatever accounts, that are taken at a time; omitted: one. */
  readonly streams?: number;
}

/** What a follower has to take next of a stream. */
export interface Batch {
  readonly stream: StreamRef;
  /** Where it stands. */
  readonly seq: number;
  /** What comes after that, oldest first. None where all of that is so old that the log keeps it no more. */
  readonly events: readonly LoggedEvent[];
  /** Where it stands when it has taken them. */
  readonly end: number;
  /** There may be more behind them. */
  readonly more: boolean;
}

/** Follows the event log: what it does for some batches commits together with how far it has come. */
export interface Consumer extends Follower {
  /** Whether it has to do with an event; omitted: with each. Batches without one are passed over in one statement. */
  concerns?(event: LoggedEvent): boolean;
  /** Answers those that are to be given to it once more: what it did for them commits. */
  consume(db: Database, batches: readonly Batch[]): Promise<readonly Batch[]>;
}

/** What became of what was to be taken of a stream. */
export interface Taken {
  readonly stream: StreamRef;
  /** There may be more. */
  readonly more: boolean;
  /** Another process has the stream in hand, and may not see what was written since it began. */
  readonly heldElsewhere?: true;
  /** Something may have been written besides how far it has come. */
  readonly wrote: boolean;
}

/** Streams of its kind in which a consumer has not come to the end; at most `limit`, of any account. */
export async function behind(acrossAccounts: Database, consumer: Follower, limit: number): Promise<StreamRef[]> {
  return acrossAccounts
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

/** Where a stream stands, and its events after a position, oldest first: of one instant. Null where there is no such stream. */
export async function readNews(
  db: Database,
  { accountId, kind, streamId }: StreamRef,
  after: number,
  limit: number,
): Promise<{ readonly seq: number; readonly events: readonly LoggedEvent[] } | null> {
  const { rows } = await sql<{ newest: number } & (LoggedEvent | { seq: null })>`${prepared}
    select stream.seq as newest, event.* from stream left join lateral (
      select seq, type, subject_id as "subjectId", changed, data, at from event
      where account_id = stream.account_id and kind = stream.kind and stream_id = stream.id and event.seq > ${after}
      order by seq limit ${limit}
    ) event on true
    where stream.account_id = ${accountId} and stream.kind = ${kind} and stream.id = ${streamId}
    order by event.seq`.execute(db);
  const [first] = rows;
  return first ? { seq: first.newest, events: rows.flatMap((row) => (row.seq === null ? [] : row)) } : null;
}
