import type { Database } from '../db/database.ts';
import type { StreamRef } from './commits.ts';
import { passOver, takeOver, toCome } from './consume.ts';
import type { Batch, Follower, Taken } from './consumer.ts';
import { cursorOf, nextBatches } from './cursors.ts';

/** Commits together with the new cursor position. `again`: commits, and the same events are processed again. */
export type Write = (transaction: Database) => Promise<'again' | 'done'>;

/** Result of preparing a batch; `later`: another process holds its stream, so it waits for the next commit or sweep. */
export type Prepared = Write | 'later';

/** Follows the event log with work that is too long for a transaction; some databases can have only one at a time. */
export interface PreparingConsumer extends Follower {
  /** Name of a consumer that it never overtakes, because it uses that one's results. */
  readonly follows?: string;
  /** Does the work for each batch, and returns what to write; batches that need nothing are omitted. */
  prepare(db: Database, batches: readonly Batch[]): Promise<ReadonlyMap<Batch, Prepared>>;
}

/** Prepares batches one after the other. */
export const oneByOne =
  (prepare: (db: Database, batch: Batch) => Promise<Prepared | null>): PreparingConsumer['prepare'] =>
  async (db, batches) => {
    const prepared = new Map<Batch, Prepared>();
    for (const batch of batches) {
      const one = await prepare(db, batch);
      if (one) prepared.set(batch, one);
    }
    return prepared;
  };

/** Consumes the next batch of each stream. Its writes commit once and in order; the preparation may run several times. */
export async function consumePrepared(
  db: Database,
  consumer: PreparingConsumer,
  streams: readonly StreamRef[],
): Promise<Taken[]> {
  const { batches: next, left } = await nextBatches(db, consumer, streams);
  const batches = await notOvertaking(db, consumer, next);
  const prepared = batches.length > 0 ? await consumer.prepare(db, batches) : new Map<Batch, Prepared>();
  const taken = left.map(toCome);
  const idle = batches.filter((batch) => !prepared.has(batch));
  taken.push(...(await passOver(db, consumer, idle)));
  for (const [batch, write] of prepared) {
    if (write === 'later') continue;
    const work = async (transaction: Database) => ((await write(transaction)) === 'again' ? [batch] : []);
    taken.push(...(await takeOver(db, consumer, [batch], work)));
  }
  return taken;
}

async function notOvertaking(
  db: Database,
  { follows }: PreparingConsumer,
  batches: readonly Batch[],
): Promise<readonly Batch[]> {
  if (follows === undefined) return batches;
  const cut: Batch[] = [];
  for (const batch of batches) {
    const there = (await cursorOf(db, follows, batch.stream)) ?? 0;
    const events = batch.events.filter(({ seq }) => seq <= there);
    const last = events.at(-1)?.seq ?? 0;
    if (batch.end <= there) cut.push(batch);
    else if (last > 0) cut.push({ ...batch, events, end: last, more: false });
  }
  return cut;
}
