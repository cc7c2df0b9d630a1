import type { Database } from '../db/database.ts';
import { notGivenUp } from '../db/not-given-up.ts';
import type { StreamRef } from './commits.ts';
import type { Batch, Consumer, Follower, Taken } from './consumer.ts';
import { type Move, moveCursors, nextBatches } from './cursors.ts';

/**
 * Takes the next batch of each stream: exactly once, in order. Answers for those in which there is one, those first for which there was no
 * room: they come before whoever has more.
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

/** Moves cursors past batches for which there is nothing to do, as far as nobody else has moved them. */
export async function passOver(db: Database, follower: Follower, batches: readonly Batch[]): Promise<Taken[]> {
  if (batches.length === 0) return [];
  const standing = await moveCursors(db, follower, batches.map(past));
  return batches.map((batch) => ({ ...takenOf(batch, standing), wrote: false }));
}

/**
 * Moves cursors past batches in the transaction of some work for them, which is given those that nobody else has taken. It
 * answers which are to come once more.
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

/** Of a stream that others left no room for. */
export const toCome = (stream: StreamRef): Taken => ({ stream, more: true, wrote: false });

const past = ({ stream, seq, end }: Batch): Move => ({ stream, from: seq, to: end });
const back = ({ stream, from, to }: Move): Move => ({ stream, from: to, to: from });

/** By where the cursor stood: another process has it in hand, was faster and may have left something, or neither. */
function takenOf({ stream, seq, more }: Batch, standing: ReadonlyMap<StreamRef, number>): Taken {
  const stood = standing.get(stream);
  if (stood === undefined) return { stream, more: false, heldElsewhere: true, wrote: false };
  return stood === seq ? { stream, more, wrote: true } : { stream, more: true, wrote: false };
}
