import type { Database } from '../platform/db/database.ts';
import type { Batch, Consumer, LoggedEvent } from '../platform/events/consumer.ts';
import { keysOf, type MemoryKey } from './asked-memories.ts';
import type { AfterGrowth } from './index-vectors.ts';
import type { MemoryReader } from './memory-reader.ts';
import { changesSettings, Rereader } from './rereader.ts';
import { staleAmong } from './stale-memories.store.ts';
import { countOfAll } from './statistics.store.ts';

/** Events of one transaction: a few milliseconds of work on the embedded database, which has one connection. */
const batch = 100;

interface MemoryConsumerOptions extends Partial<Pick<Consumer, 'batch' | 'streams'>> {
  readonly afterGrowth?: AfterGrowth;
}

/**
 * Keeps what is derived from memories in step with them and with the settings of their collections: the statistics of stems, pieces and participants,
 * and how texts are read.
 */
export function memoryConsumer(
  reader: Pick<MemoryReader, 'patterns'>,
  { afterGrowth, ...bounds }: MemoryConsumerOptions = {},
): Consumer {
  const rereader = new Rereader(reader);
  return {
    name: 'statistics',
    kind: 'collection',
    batch,
    ...bounds,
    concerns: (event) => isOfMemory(event) || changesSettings(event) || changesModel(event),
    async consume(db, batches) {
      // Reading anew tells of itself with the commit: one stream in a transaction.
      const [first, ...others] = await toReadAnew(db, batches);
      const read = first ? await rereader.follow(db, first) : 'done';
      const again = first && read === 'again' ? [first, ...others] : others;
      const now = batches.filter((batch) => !again.includes(batch));
      await afterGrowth?.(db, now);
      await countOfAll(db, now.flatMap(memoriesOf));
      return again;
    },
  };
}

/** Nothing else changes what is counted. */
const isOfMemory = ({ type }: LoggedEvent): boolean => type.startsWith('Memory');

/** The memories that some events are about, each once. */
function memoriesOf({ stream: { accountId }, events }: Batch): MemoryKey[] {
  const ids = new Set(events.filter(isOfMemory).map(({ subjectId }) => subjectId));
  return keysOf(accountId, [...ids]);
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
