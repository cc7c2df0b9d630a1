import type { Database } from '../platform/db/database.ts';
import type { Batch, Consumer, LoggedEvent } from '../platform/events/consumer.ts';
import type { AfterGrowth } from './index-vectors.ts';
import type { MemoryReader } from './memory-reader.ts';
import { changesSettings, Rereader } from './rereader.ts';
import { staleAmong } from './stale-memories.store.ts';
import { isOfMemory, statisticsConsumer } from './statistics-consumer.ts';

interface MemoryConsumerOptions extends Partial<Pick<Consumer, 'batch' | 'streams'>> {
  readonly afterGrowth?: AfterGrowth;
}

/** Keeps what is derived from memories in step with them and with the settings of their collections. */
export function memoryConsumer(
  reader: Pick<MemoryReader, 'patterns'>,
  { afterGrowth, ...bounds }: MemoryConsumerOptions = {},
): Consumer {
  const rereader = new Rereader(reader);
  return {
    ...statisticsConsumer,
    ...bounds,
    concerns: (event) => isOfMemory(event) || changesSettings(event) || changesModel(event),
    async consume(db, batches) {
      // Reading anew tells of itself with the commit: one stream in a transaction.
      const [first, ...others] = await toReadAnew(db, batches);
      const read = first ? await rereader.follow(db, first) : 'done';
      const again = first && read === 'again' ? [first, ...others] : others;
      const now = batches.filter((batch) => !again.includes(batch));
      await afterGrowth?.(db, now);
      await statisticsConsumer.consume(db, now);
      return again;
    },
  };
}

/** All vectors are new then, and none of them is in an index. */
const changesModel = ({ type, changed }: LoggedEvent): boolean =>
  type === 'CollectionChanged' && changed.includes('embeddingModel');

/** Those whose settings changed, or which tell of memories that were read by former ones. */
async function toReadAnew(db: Database, batches: readonly Batch[]): Promise<readonly Batch[]> {
  const changed = batches.filter(({ events }) => events.some(changesSettings));
  const stale = await staleAmong(
    db,
    batches.filter((batch) => !changed.includes(batch)),
  );
  return [...changed, ...stale];
}
