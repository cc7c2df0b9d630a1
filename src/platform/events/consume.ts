import type { Database } from '../db/database.ts';
import { notGivenUp } from '../db/not-given-up.ts';
import type { StreamRef } from './commits.ts';
import type { Batch, Consumer, Follower, Taken, Write } from './consumer.ts';
import { cursorOf, type Move, moveCursors, nextBatches } from './cursors.ts';

/** Prepares batches one after the other. A batch's write returns whether the same events must be given again; null: it needs none. */
export const oneByOne =
  (
    prepare: (
      db: Database,
      batch: Batch,
    ) => Promise<((transaction: Database) => Promise<'again' | 'done'>) | 'later' | null>,
  ): Consumer['prepare'] =>
  async (db, batches) => {
    const [writes, later]: [Write[], Batch[]] = [[], []];
    for (const batch of batches) {
      const write = await prepare(db, batch);
      if (write === 'later') later.push(batch);
      else if (write) {
        const run = async (transaction: Database) => ((await write(transaction)) === 'again' ? [batch] : []);
        writes.push({ batches: [batch], run });
      }
    }
    return { writes, later };
  };

/**
 * Consumes the next batch of each stream: its writes commit once and in order. Returns the outcomes of streams that had one. Streams that
 * did not fit into the read come first: they are processed before streams that have more.
 */
export async function consumeNext(db: Database, consumer: Consumer, streams: readonly StreamRef[]): Promise<Taken[]> {
  const { batches: next, left } = await nextBatches(db, consumer, streams);
  const batches = await notOvertaking(db, consumer, next);
  const { writes, later = [] } = batches.length > 0 ? await consumer.prepare(db, batches) : { writes: [] };
  const busy = new Set([...later, ...writes.flatMap((write) => write.batches)]);
  const idle = batches.filter((batch) => !busy.has(batch));
  const taken = [...left.map(toCome), ...(await passOver(db, consumer, idle))];
  for (const write of writes) taken.push(...(await takeOver(db, consumer, write)));
  return taken;
}

/** Moves cursors past batches that need no work, unless another process has moved them. */
async function passOver(db: Database, follower: Follower, batches: readonly Batch[]): Promise<Taken[]> {
  if (batches.length === 0) return [];
  const standing = await moveCursors(db, follower, batches.map(past));
  return batches.map((batch) => ({ ...takenOf(batch, standing), wrote: false }));
}

/** Moves cursors past batches in the same transaction as the work for them. */
async function takeOver(db: Database, follower: Follower, { batches, run }: Write): Promise<Taken[]> {
  if (batches.length === 0) return [];
  const take = async (transaction: Database): Promise<Taken[]> => {
    const standing = await moveCursors(transaction, follower, batches.map(past));
    const held = batches.filter(({ stream, seq }) => standing.get(stream) === seq);
    const again = held.length > 0 ? await run(transaction, held) : [];
    if (again.length > 0) await moveCursors(transaction, follower, again.map(past).map(back));
    return batches.map((batch) => {
      const taken = takenOf(batch, standing);
      return again.includes(batch) ? { ...taken, more: true } : taken;
    });
  };
  return await notGivenUp(() => db.transaction().execute(take));
}

/** Result for a stream that did not fit into the read. */
const toCome = (stream: StreamRef): Taken => ({ stream, more: true, wrote: false });

const past = ({ stream, seq, end }: Batch): Move => ({ stream, from: seq, to: end });
const back = ({ stream, from, to }: Move): Move => ({ stream, from: to, to: from });

/** Derives the outcome from where the cursor was: held by another process, moved by another one that may have left events, or unmoved. */
function takenOf({ stream, seq, more }: Batch, standing: ReadonlyMap<StreamRef, number>): Taken {
  const stood = standing.get(stream);
  if (stood === undefined) return { stream, more: false, heldElsewhere: true, wrote: false };
  return stood === seq ? { stream, more, wrote: true } : { stream, more: true, wrote: false };
}

async function notOvertaking(
  db: Database,
  { follows }: Consumer,
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
