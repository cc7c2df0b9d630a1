import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import type { StreamKind } from '../../src/platform/db/tables.ts';
import type { StreamRef } from '../../src/platform/events/commits.ts';
import type { LoggedEvent } from '../../src/platform/events/consumer.ts';
import type { Change } from '../../src/platform/events/event-log.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { type HubOptions, StreamHub, type StreamRequest } from '../../src/platform/streams/stream-hub.ts';
import type { StreamItem } from '../../src/platform/streams/stream-item.ts';

const log = pino({ level: 'silent' });

/** A hub that is woken by writes through `db`. It does not poll, since polling would hide missing notifications. */
export const makeHub = (db: Database, options: Partial<HubOptions> = {}): StreamHub =>
  new StreamHub({ db, writers: [db], log, usualSize: 100, pollMs: 3_600_000, ...options });

/** Creates an empty stream, and a way to write to it. */
export async function makeStream(db: Database, kind: StreamKind = 'collection') {
  const ref: StreamRef = { accountId: `account ${randomUUID()}`, kind, streamId: newId() };
  await db.insertInto('stream').values({ account_id: ref.accountId, kind, id: ref.streamId }).execute();
  const record = (...events: readonly Pick<Change, 'type' | 'subjectId' | 'changed' | 'data'>[]) =>
    inUnitOfWork(db, ref.accountId, async (unit) => {
      for (const event of events) unit.record({ kind, streamId: ref.streamId, ...event });
    });
  const add = (count = 1) =>
    record(...Array.from({ length: count }, () => ({ type: 'MemoryAdded', subjectId: newId() }) as const));
  const seq = async () => {
    const stream = await db
      .selectFrom('stream')
      .select('seq')
      .where('account_id', '=', ref.accountId)
      .where('id', '=', ref.streamId)
      .executeTakeFirstOrThrow();
    return stream.seq;
  };
  return { ref, record, add, seq };
}

/** A subscriber's request from a position on. */
export const from = (ref: StreamRef, seq: number, given: Partial<StreamRequest> = {}): StreamRequest => ({
  ref,
  within: [],
  start: async () => ({ seq, text: null }),
  size: 100,
  overflow: 'COALESCE',
  ...given,
});

/** The next items of a subscription; fewer if it ends. */
export async function take(items: AsyncIterator<StreamItem, undefined>, count: number): Promise<StreamItem[]> {
  const taken: StreamItem[] = [];
  while (taken.length < count) {
    const { value, done } = await items.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

/** An item in short: the number of an event, the text, or the type. */
export function inShort(item: StreamItem): number | string {
  if (item.type === 'event') return item.event.seq;
  if (item.type === 'text') return `${item.part.attempt}.${item.part.offset} ${item.part.text}`;
  return item.type === 'gap' ? `${item.gap.reason} ${item.gap.dropped}` : item.type;
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

/** All events of a stream as the table has them, oldest first. */
export const eventsOf = (db: Database, accountId: string, streamId: string) =>
  db
    .selectFrom('event')
    .select(['kind', 'seq', 'type', 'subject_id', 'changed'])
    .where('account_id', '=', accountId)
    .where('stream_id', '=', streamId)
    .orderBy('seq')
    .execute();
