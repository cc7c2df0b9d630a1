import type { Database } from '../db/database.ts';
import type { StreamRef } from './commits.ts';
import type { Batch, Consumer, Follower, Taken, Write } from './consumer.ts';
import { cursorOf, type Move, moveCursors, nextBatches } from './cursors.ts';
import { inUnitsOfWork, type UnitsOfWork } from './unit-of-work.ts';

/**
 * Prepares batches one after the other. A batch's write returns whether the same events must be given again; null: it needs none. `cut`
 * may shorten a batch, by its last events.
 */
export const oneByOne =
  (
    prepare: (
      db: Database,
      batch: Batch,
    ) => Promise<((units: UnitsOfWork) => Promise<'again' | 'done'>) | 'later' | null>,
    cut: (db: Database, batch: Batch) => Promise<Batch> = async (_db, batch) => batch,
  ): Consumer['prepare'] =>
  async (db, batches) => {
    const [writes, later]: [Write[], Batch[]] = [[], []];
    for (const given of batches) {
      const batch = await cut(db, given);
      const write = await prepare(db, batch);
      if (write === 'later') later.push(batch);
      // Without a write, what was cut off would be passed over, too.
      else if (!write && batch !== given) writes.push({ batches: [batch], run: async () => [] });
      else if (write) {
        const run: Write['run'] = async (units) => ((await write(units)) === 'again' ? [batch] : []);
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
  const busy = new Set([...later, ...writes.flatMap((write) => write.batches)].map(({ stream }) => stream));
  const idle = batches.filter(({ stream }) => !busy.has(stream));
  const taken = [...left.map(toCome), ...(await passOver(db, consumer, idle))];
  for (const write of writes) taken.push(...(await takeOver(db, consumer, write)));
  return taken;
}

/** Moves cursors past batches that need no work, unless another process has moved them. */
async function passOver(db: Database, follower: Follower, batches: readonly Batch[]): Promise<Taken[]> {
  if (batches.length === 0) return [];
  const standing = await moveCursors(db, follower, batches.map(past));
  return batches.map((batch) => takenOf(batch, standing));
}

/** Moves cursors past batches in the same transaction as the work for them. */
async function takeOver(db: Database, follower: Follower, { batches, run }: Write): Promise<Taken[]> {
  if (batches.length === 0) return [];
  const take = async (units: UnitsOfWork): Promise<Taken[]> => {
    const standing = await moveCursors(units.db, follower, batches.map(past));
    const held = batches.filter(({ stream, seq }) => standing.get(stream) === seq);
    // Caches of all of them are invalidated, also where nothing is recorded.
    for (const { stream } of held) units.of(stream.accountId);
    const again = held.length > 0 ? await run(units, held) : [];
    if (again.length > 0) await moveCursors(units.db, follower, again.map(past).map(back));
    return batches.map((batch) => {
      const taken = takenOf(batch, standing);
      return again.includes(batch) ? { ...taken, more: true } : taken;
    });
  };
  return await inUnitsOfWork(db, take);
}

/** Result for a stream that did not fit into the read. */
const toCome = (stream: StreamRef): Taken => ({ stream, more: true });

const past = ({ stream, seq, end }: Batch): Move => ({ stream, from: seq, to: end });
const back = ({ stream, from, to }: Move): Move => ({ stream, from: to, to: from });

/** Derives the outcome from where the cursor was: held by another process, moved by another one that may have left events, or unmoved. */
function takenOf({ stream, seq, more }: Batch, standing: ReadonlyMap<StreamRef, number>): Taken {
  const stood = standing.get(stream);
  if (stood === undefined) return { stream, more: false, heldElsewhere: true };
  return { stream, more: more || stood !== seq };
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
