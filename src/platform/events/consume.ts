import type { Database } from '../db/database.ts';
import { notGivenUp } from '../db/not-given-up.ts';
import type { StreamRef } from './commits.ts';
import type { Batch, Consumer, Follower, Taken } from './consumer.ts';
import { type Move, moveCursors, nextBatches } from './cursors.ts';

/**
 * Consumes the next batch of each stream: exactly once, in order. Returns the outcomes of streams that had one. Streams that did not fit into the
 * read come first: they are processed before streams that have more.
 */
export async function consumeNext(db: Database, consumer: Consumer, streams: readonly StreamRef[]): Promise<Taken[]> {
  const { concerns = () => true } = consumer;
  const { batches, left } = await nextBatches(db, consumer, streams);
  const isDue = Map.groupBy(batches, ({ events }) => events.some(concerns));
  const passed = await passOver(db, consumer, isDue.get(false) ?? []);
  const work = (transaction: Database, held: readonly Batch[]) => consumer.consume(transaction, held);
  const taken = await takeOver(db, consumer, isDue.get(true) ?? [], work);
  return [...left.map(toCome), ...passed, ...taken];
}

/** Moves cursors past batches that need no work, unless another process has moved them. */
export async function passOver(db: Database, follower: Follower, batches: readonly Batch[]): Promise<Taken[]> {
  if (batches.length === 0) return [];
  const standing = await moveCursors(db, follower, batches.map(past));
  return batches.map((batch) => ({ ...takenOf(batch, standing), wrote: false }));
}

/**
 * Moves cursors past batches in the same transaction as the work for them. `work` gets the batches that no other process has taken, and
 * returns those that must be processed again.
 */
export async function takeOver(
  db: Database,
  follower: Follower,
  batches: readonly Batch[],
  work: (transaction: Database, held: readonly Batch[]) => Promise<readonly Batch[]>,
): Promise<Taken[]> {
  if (batches.length === 0) return [];
  const take = async (transaction: Database): Promise<Taken[]> => {
    const standing = await moveCursors(transaction, follower, batches.map(past));
    const held = batches.filter(({ stream, seq }) => standing.get(stream) === seq);
    const again = held.length > 0 ? await work(transaction, held) : [];
    if (again.length > 0) await moveCursors(transaction, follower, again.map(past).map(back));
    return batches.map((batch) => {
      const taken = takenOf(batch, standing);
      return again.includes(batch) ? { ...taken, more: true } : taken;
    });
  };
  return await notGivenUp(() => db.transaction().execute(take));
}

/** Result for a stream that did not fit into the read. */
export const toCome = (stream: StreamRef): Taken => ({ stream, more: true, wrote: false });

const past = ({ stream, seq, end }: Batch): Move => ({ stream, from: seq, to: end });
const back = ({ stream, from, to }: Move): Move => ({ stream, from: to, to: from });

/** Derives the outcome from where the cursor was: held by another process, moved by another one that may have left events, or unmoved. */
function takenOf({ stream, seq, more }: Batch, standing: ReadonlyMap<StreamRef, number>): Taken {
  const stood = standing.get(stream);
  if (stood === undefined) return { stream, more: false, heldElsewhere: true, wrote: false };
  return stood === seq ? { stream, more, wrote: true } : { stream, more: true, wrote: false };
}
