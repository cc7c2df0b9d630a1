import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { notGivenUp } from '../db/not-given-up.ts';
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
}

/** Follows the event log: what it does for a batch commits together with how far it has come. */
export interface Consumer extends Follower {
  /** Whether it has to do with an event; omitted: with each. A batch without one is passed over in one statement. */
  concerns?(event: LoggedEvent): boolean;
  /** `again`: what it did commits, and the same events are given to it once more. */
  consume(db: Database, stream: StreamRef, events: readonly LoggedEvent[]): Promise<'again' | 'done'>;
}

/** What became of a batch. */
export interface Taken {
  /** There may be more; false too where another process has the stream in hand. */
  readonly more: boolean;
  /** Something may have been written besides how far it has come. */
  readonly wrote: boolean;
}

export const nothingTaken: Taken = { more: false, wrote: false };

/** Takes the next batch of a stream: exactly once, in order. */
export async function consumeNext(db: Database, consumer: Consumer, stream: StreamRef): Promise<Taken> {
  const next = (await nextEvents(db, consumer, stream)) ?? (await firstEvents(db, consumer, stream));
  const last = next?.events.at(-1);
  if (!next || !last) return nothingTaken;
  const { seq, events } = next;
  const { concerns } = consumer;
  if (concerns && !events.some((event) => concerns(event))) {
    return await passOver(db, consumer, stream, { from: seq, to: last.seq, more: events.length === consumer.batch });
  }
  const take = async (transaction: Database): Promise<Taken> => {
    const locked = await lockCursor(transaction, consumer, stream);
    // Another process was faster, and may have left something.
    if (locked !== seq) return { more: locked !== null, wrote: false };
    if ((await consumer.consume(transaction, stream, events)) === 'again') return { more: true, wrote: true };
    await moveCursor(transaction, consumer, stream, last.seq);
    return { more: events.length === consumer.batch, wrote: true };
  };
  return await notGivenUp(() => db.transaction().execute(take));
}

/** The same in a stream that it has not begun; null where there is no such stream. */
export async function firstEvents(db: Database, consumer: Follower, stream: StreamRef): Promise<NextEvents | null> {
  return (await beginStream(db, consumer, stream)) ? await nextEvents(db, consumer, stream) : null;
}

export interface NextEvents {
  /** Where the consumer stands. */
  readonly seq: number;
  /** What comes after it, oldest first. */
  readonly events: readonly LoggedEvent[];
}

/** What a consumer has to take next, in one statement; null where it has no cursor in the stream. */
export async function nextEvents(
  db: Database,
  { name, batch }: Follower,
  { accountId, kind, streamId }: StreamRef,
): Promise<NextEvents | null> {
  const { rows } = await sql<{ cursor: number } & (LoggedEvent | { seq: null })>`
    select consumer.seq as cursor, event.* from consumer left join lateral (
      select seq, type, subject_id as "subjectId", changed, data, at from event
      where account_id = ${accountId} and kind = ${kind} and stream_id = ${streamId} and event.seq > consumer.seq
      order by seq limit ${batch}
    ) event on true
    where consumer.account_id = ${accountId} and consumer.kind = ${kind} and consumer.stream_id = ${streamId}
      and consumer.name = ${name}
    order by event.seq`.execute(db);
  const [first] = rows;
  return first ? { seq: first.cursor, events: rows.flatMap((row) => (row.seq === null ? [] : row)) } : null;
}

interface Passed {
  readonly from: number;
  readonly to: number;
  readonly more: boolean;
}

/** Moves a cursor past events for which there is nothing to do, if nobody else has moved it. */
export async function passOver(
  db: Database,
  { name }: Follower,
  { accountId, kind, streamId }: StreamRef,
  { from, to, more }: Passed,
): Promise<Taken> {
  const { numUpdatedRows } = await db
    .updateTable('consumer')
    .set({ seq: to })
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('stream_id', '=', streamId)
    .where('name', '=', name)
    .where('seq', '=', from)
    .executeTakeFirst();
  return { more: more || numUpdatedRows === 0n, wrote: false };
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

/** How far a follower has come in a stream; null where it has not begun. */
export async function cursorOf(db: Database, name: string, stream: StreamRef): Promise<number | null> {
  const found = await db
    .selectFrom('consumer')
    .select('seq')
    .where('account_id', '=', stream.accountId)
    .where('kind', '=', stream.kind)
    .where('stream_id', '=', stream.streamId)
    .where('name', '=', name)
    .executeTakeFirst();
  return found?.seq ?? null;
}

/**
 * Gives the consumer its cursor in a stream that it has not begun; false where it has one, or the stream is no more. A
 * statement of its own: it keeps the stream from being erased, so that no cursor outlives it, and while a longer
 * transaction did so, writers of that stream would wait for it.
 */
export async function beginStream(db: Database, { name }: Follower, stream: StreamRef): Promise<boolean> {
  const { numAffectedRows: made = 0n } = await sql`
    insert into consumer (account_id, kind, stream_id, name)
    select account_id, kind, id, ${name} from stream
    where account_id = ${stream.accountId} and kind = ${stream.kind} and id = ${stream.streamId} for key share
    on conflict do nothing`.execute(db);
  return made > 0n;
}

/** Null where another process has the stream in hand, or where there is no cursor. */
export async function lockCursor(db: Database, { name }: Follower, { accountId, kind, streamId }: StreamRef) {
  const found = await db
    .selectFrom('consumer')
    .select('seq')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('stream_id', '=', streamId)
    .where('name', '=', name)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return found?.seq ?? null;
}

export async function moveCursor(
  db: Database,
  { name }: Pick<Follower, 'name'>,
  { accountId, kind, streamId }: StreamRef,
  seq: number,
): Promise<void> {
  await db
    .updateTable('consumer')
    .set({ seq })
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('stream_id', '=', streamId)
    .where('name', '=', name)
    .execute();
}

/** Events of a stream after a position, oldest first. */
export async function readEvents(
  db: Database,
  { accountId, kind, streamId }: StreamRef,
  after: number,
  limit: number,
): Promise<LoggedEvent[]> {
  return db
    .selectFrom('event')
    .select(['seq', 'type', 'subject_id as subjectId', 'changed', 'data', 'at'])
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('stream_id', '=', streamId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}
