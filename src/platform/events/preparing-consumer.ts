import type { Database } from '../db/database.ts';
import type { StreamRef } from './commits.ts';
import { passOver, takeOver, toCome } from './consume.ts';
import type { Batch, Follower, Taken } from './consumer.ts';
import { cursorOf, nextBatches } from './cursors.ts';

/** What is to commit together with how far it has come. `again`: it commits, and the same events are given once more. */
export type Write = (transaction: Database) => Promise<'again' | 'done'>;

/** What came of a batch: `later` where another process has its stream in hand, so that it waits for the next commit or sweep. */
export type Prepared = Write | 'later';

/** Follows the event log with work that is too long for a transaction, of which there is only one on some databases. */
export interface PreparingConsumer extends Follower {
  /** Name of another one that it never overtakes: it works with what that one has made. */
  readonly follows?: string;
  /** Does the work, and answers what is to be written of it, for each batch of which there is something. */
  prepare(db: Database, batches: readonly Batch[]): Promise<ReadonlyMap<Batch, Prepared>>;
}

/** Prepares one batch after the other. */
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

/** Takes the next batch of each stream. What it writes commits once and in order, what it prepares may be done more often. */
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
