import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
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
  /** `again`: what it did commits, and the same events are given to it once more. */
  consume(db: Database, stream: StreamRef, events: readonly LoggedEvent[]): Promise<'again' | 'done'>;
}

/**
 * Takes the next batch of a stream: exactly once, in order. Answers whether there may be more; false too where another
 * process has the stream in hand.
 */
export function consumeNext(db: Database, consumer: Consumer, stream: StreamRef): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const seq = await lockCursor(transaction, consumer, stream);
    if (seq === null) return false;
    const events = await readEvents(transaction, stream, seq, consumer.batch);
    const last = events.at(-1);
    if (!last) return false;
    if ((await consumer.consume(transaction, stream, events)) === 'again') return true;
    await moveCursor(transaction, consumer, stream, last.seq);
    return events.length === consumer.batch;
  });
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

/** Null where another process has the stream in hand, or where it is no more. */
export async function lockCursor(db: Database, consumer: Follower, stream: StreamRef): Promise<number | null> {
  const known = await lockKnownCursor(db, consumer, stream);
  if (known !== null) return known;
  // Only for a stream that is there, and held until the commit: nothing would erase a cursor of one that is gone.
  await sql`
    insert into consumer (account_id, kind, stream_id, name)
    select account_id, kind, id, ${consumer.name} from stream
    where account_id = ${stream.accountId} and kind = ${stream.kind} and id = ${stream.streamId} for key share
    on conflict do nothing`.execute(db);
  return lockKnownCursor(db, consumer, stream);
}

async function lockKnownCursor(db: Database, { name }: Follower, { accountId, kind, streamId }: StreamRef) {
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
