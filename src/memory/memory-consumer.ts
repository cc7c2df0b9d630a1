import type { Database } from '../platform/db/database.ts';
import type { Batch, Consumer, LoggedEvent, Write } from '../platform/events/consumer.ts';
import { keysOf, type MemoryKey } from './asked-memories.ts';
import type { AfterGrowth } from './index-vectors.ts';
import type { MemoryReader } from './memory-reader.ts';
import { changesSettings, Rereader } from './rereader.ts';
import { staleAmong } from './stale-memories.store.ts';
import { countOfAll } from './statistics.store.ts';
import { isOfMemory, memoryIdsIn } from './told-memories.ts';

/** Events per transaction: a few milliseconds of work on the embedded database, which has one connection. */
const batch = 100;

interface MemoryConsumerOptions extends Partial<Pick<Consumer, 'batch' | 'streams'>> {
  readonly afterGrowth?: AfterGrowth;
}

/**
 * Keeps derived data in step with memories and collection settings: the statistics of stems, pieces and participants, and the
 * terms of memories.
 */
export function memoryConsumer(
  reader: Pick<MemoryReader, 'patterns'>,
  { afterGrowth, ...bounds }: MemoryConsumerOptions = {},
): Consumer {
  const rereader = new Rereader(reader);
  const run: Write['run'] = async (units, batches) => {
    const { db } = units;
    // Rereading takes long: one stream per transaction.
    const [first, ...others] = await toReadAnew(db, batches);
    const read = first ? await rereader.follow(units.of(first.stream.accountId), first) : 'done';
    const again = first && read === 'again' ? [first, ...others] : others;
    const now = batches.filter((batch) => !again.includes(batch));
    await afterGrowth?.(units, now);
    await countOfAll(db, now.flatMap(memoriesOf));
    return again;
  };
  const prepare: Consumer['prepare'] = async (_db, batches) => ({
    writes: [{ batches: batches.filter(concerns), run }],
  });
  return { name: 'statistics', kind: 'collection', batch, ...bounds, prepare };
}

/** Batches without such events need no work. */
const concerns = ({ events }: Batch): boolean =>
  events.some((event) => isOfMemory(event) || changesSettings(event) || changesModel(event));

const memoriesOf = ({ stream: { accountId }, events }: Batch): MemoryKey[] => keysOf(accountId, memoryIdsIn(events));

/** After that all vectors are new and none is in an index. */
const changesModel = ({ type, changed }: LoggedEvent): boolean =>
  type === 'CollectionChanged' && changed.includes('embeddingModel');

/** Batches whose settings changed, or with memories that were read with former settings. */
async function toReadAnew(db: Database, batches: readonly Batch[]): Promise<readonly Batch[]> {
  const changed = batches.filter(({ events }) => events.some(changesSettings));
  const stale = await staleAmong(
    db,
    batches.filter((batch) => !changed.includes(batch)),
  );
  return [...changed, ...stale];
}
