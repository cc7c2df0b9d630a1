import type { Database } from '../db/database.ts';
import type { StreamRef } from './commits.ts';
import {
  beginStream,
  cursorOf,
  type Follower,
  type LoggedEvent,
  lockCursor,
  moveCursor,
  readEvents,
} from './consumer.ts';

/** Follows the event log with work that is too long for a transaction, of which there is only one on some databases. */
export interface PreparingConsumer extends Follower {
  /** Name of another one that it never overtakes: it works with what that one has made. */
  readonly follows?: string;
  /**
   * Does the work, and answers what is to commit together with how far it has come. `again`: what it did commits, and the
   * same events are given to it once more.
   */
  prepare(
    db: Database,
    stream: StreamRef,
    events: readonly LoggedEvent[],
  ): Promise<(transaction: Database) => Promise<'again' | 'done'>>;
}

/** Takes the next batch of a stream. What it writes commits once and in order, what it prepares may be done more often. */
export async function consumePrepared(db: Database, consumer: PreparingConsumer, stream: StreamRef): Promise<boolean> {
  const known = await cursorOf(db, consumer.name, stream);
  if (known === null) await beginStream(db, consumer, stream);
  const seq = known ?? 0;
  const { follows } = consumer;
  const end = follows === undefined ? Number.POSITIVE_INFINITY : ((await cursorOf(db, follows, stream)) ?? 0);
  const events = (await readEvents(db, stream, seq, consumer.batch)).filter((event) => event.seq <= end);
  const last = events.at(-1);
  if (!last) return false;
  const write = await consumer.prepare(db, stream, events);
  return await db.transaction().execute(async (transaction) => {
    const locked = await lockCursor(transaction, consumer, stream);
    // Another process was faster, and may have left something.
    if (locked !== seq) return locked !== null;
    if ((await write(transaction)) === 'again') return true;
    await moveCursor(transaction, consumer, stream, last.seq);
    return events.length === consumer.batch;
  });
}
