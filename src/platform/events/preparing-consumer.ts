import type { Database } from '../db/database.ts';
import { notGivenUp } from '../db/not-given-up.ts';
import type { StreamRef } from './commits.ts';
import {
  cursorOf,
  type Follower,
  firstEvents,
  type LoggedEvent,
  lockCursor,
  moveCursor,
  nextEvents,
  nothingTaken,
  passOver,
  type Taken,
} from './consumer.ts';

/** Follows the event log with work that is too long for a transaction, of which there is only one on some databases. */
export interface PreparingConsumer extends Follower {
  /** Name of another one that it never overtakes: it works with what that one has made. */
  readonly follows?: string;
  /**
   * Does the work, and answers what is to commit together with how far it has come; null: nothing. `again`: what it did
   * commits, and the same events are given to it once more.
   */
  prepare(
    db: Database,
    stream: StreamRef,
    events: readonly LoggedEvent[],
  ): Promise<((transaction: Database) => Promise<'again' | 'done'>) | null>;
}

/** Takes the next batch of a stream. What it writes commits once and in order, what it prepares may be done more often. */
export async function consumePrepared(db: Database, consumer: PreparingConsumer, stream: StreamRef): Promise<Taken> {
  const next = (await nextEvents(db, consumer, stream)) ?? (await firstEvents(db, consumer, stream));
  if (!next || next.events.length === 0) return nothingTaken;
  const { follows } = consumer;
  const end = follows === undefined ? Number.POSITIVE_INFINITY : ((await cursorOf(db, follows, stream)) ?? 0);
  const events = next.events.filter((event) => event.seq <= end);
  const last = events.at(-1);
  if (!last) return nothingTaken;
  const more = events.length === consumer.batch;
  const write = await consumer.prepare(db, stream, events);
  if (write === null) return await passOver(db, consumer, stream, { from: next.seq, to: last.seq, more });
  const take = async (transaction: Database): Promise<Taken> => {
    const locked = await lockCursor(transaction, consumer, stream);
    // Another process was faster, and may have left something.
    if (locked !== next.seq) return { more: locked !== null, wrote: false };
    if ((await write(transaction)) === 'again') return { more: true, wrote: true };
    await moveCursor(transaction, consumer, stream, last.seq);
    return { more, wrote: true };
  };
  return await notGivenUp(() => db.transaction().execute(take));
}
