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
export async function consumeNext(db: Database, consumer: Consumer, stream: StreamRef): Promise<boolean> {
  const more = await takeNext(db, consumer, stream);
  if (more !== null) return more;
  return (await beginStream(db, consumer, stream)) && ((await takeNext(db, consumer, stream)) ?? false);
}

/** Null where the cursor could not be locked. */
function takeNext(db: Database, consumer: Consumer, stream: StreamRef): Promise<boolean | null> {
  return db.transaction().execute(async (transaction) => {
    const seq = await lockCursor(transaction, consumer, stream);
    if (seq === null) return null;
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
